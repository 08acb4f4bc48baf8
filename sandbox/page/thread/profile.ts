import type { LiveAccount } from '../../control/shown.js';
import { objectsOf, textOf, type MetaObject } from '../metaWords.js';

/** What Messenger writes on the button for new customers. */
const GET_STARTED = 'Get Started';

/** A button that tells the app its payload. */
export interface Opener {
	title: string;
	payload: string;
}

/**
 * What a customer can tap before anything was said: the questions, or the button where there are none.
 * Source: Meta, "Ice Breakers".
 */
export function openersOf({ profile }: LiveAccount): Opener[] {
	const questions = objectsOf(inDefaultLocale(profile.ice_breakers)?.call_to_actions);
	const openers = questions.map(({ question, payload }) => ({
		title: textOf(question),
		payload: textOf(payload),
	}));
	const { payload } = profile.get_started ?? {};
	if (openers.length > 0 || payload === undefined) return openers;
	return [{ title: GET_STARTED, payload: textOf(payload) }];
}

/** The menu that is there at any time. Source: Meta, "Persistent menu". */
export interface Menu {
	items: readonly MetaObject[];
	/** Customers can tap, and not write. */
	isOnly: boolean;
}

export function menuOf({ profile }: LiveAccount): Menu {
	const { call_to_actions: items, composer_input_disabled: isOnly } =
		inDefaultLocale(profile.persistent_menu) ?? {};
	return { items: objectsOf(items), isOnly: isOnly === true };
}

/** The sandbox's customers have no language of their own. */
const inDefaultLocale = (entries: unknown): MetaObject | undefined =>
	objectsOf(entries).find(({ locale }) => locale === 'default');
