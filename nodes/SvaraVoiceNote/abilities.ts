import type { Flavour } from '../../lib/graph';
import { SvaraError } from '../shared/failure';

/** Told at run time, because the login type sits in the credential, which the editor cannot read. */
const REFUSALS = {
	takesUploads: {
		what: 'Instagram Login has no upload of files',
		fix: "Send the file itself each time (with 'Delivery' at Auto), or use a credential with the login type Facebook",
	},
	takesStickers: {
		what: '{platform} has no hearts or shared posts for businesses',
		fix: "Set 'Platform' to Instagram, or send a text instead",
	},
	refreshesTokens: {
		what: 'This kind of access token cannot be refreshed',
		fix: 'Page tokens made from a long-lived user token do not expire. If yours has died, create a new one in your Meta app',
	},
} as const satisfies Partial<Record<keyof Flavour, { what: string; fix: string }>>;

/** @throws SvaraError `feature_unavailable` where Meta documents no such call for this account */
export function assertCan(flavour: Flavour, ability: keyof typeof REFUSALS): void {
	if (flavour[ability]) return;
	const { what, fix } = REFUSALS[ability];
	throw new SvaraError('feature_unavailable', what.replace('{platform}', flavour.displayName), fix);
}

/** @throws SvaraError `feature_unavailable` for a reaction the account's kind does not know */
export function assertCanReact({ reactions, displayName }: Flavour, reaction = 'love'): void {
	if (reactions === 'any' || (reactions === 'love' && reaction === 'love')) return;
	throw reactions === 'none'
		? new SvaraError(
				'feature_unavailable',
				`${displayName} has no reactions for businesses`,
				"Set 'Platform' to Instagram, or send a text instead",
			)
		: new SvaraError(
				'feature_unavailable',
				'Instagram through a Page knows one reaction, love; other emoji need Instagram Login',
				"Set 'Reaction' to love, or use a credential with the login type Instagram",
			);
}
