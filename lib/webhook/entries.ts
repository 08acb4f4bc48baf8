import { asId, isObject, type JsonObject } from '../jsonValues';
import type { Platform } from '../platform';
import { objectsIn, textOf } from './values';

/** One update as Meta sent it, with what its envelope says about it. */
export interface Update {
	event: JsonObject;
	/** The webhook field it belongs to; only some shapes name it. */
	field?: string;
	/** Another app is in charge of the conversation, and this one only listens. */
	isStandby: boolean;
	/** The account's id as the envelope has it. */
	entryId?: string;
	/** When Meta sent it, for updates without a time of their own. */
	sentAt: unknown;
}

/** What a body's `object` says, by platform: Messenger's updates belong to a Page. */
const OBJECTS: Readonly<Record<Platform, string>> = { instagram: 'instagram', messenger: 'page' };

/** Whether a body is about the platform; gateways may leave out what it is about. */
export const isAbout = ({ object }: JsonObject, platform: Platform): boolean =>
	object === undefined || object === OBJECTS[platform];

type Envelope = Omit<Update, 'event' | 'field'>;

/** Where updates lie in an entry, by its keys. */
const SHAPES: Readonly<Record<string, (value: unknown, envelope: Envelope) => Update[]>> = {
	messaging: (value, envelope) => objectsIn(value).map((event) => ({ ...envelope, event })),
	standby: (value, envelope) =>
		objectsIn(value).map((event) => ({ ...envelope, event, isStandby: true })),
	changes: (value, envelope) => objectsIn(value).map((change) => fromChange(change, envelope)),
};

/**
 * Lists a body's updates in the order Meta sent them, whichever of its shapes it has: entries with
 * `messaging`, `standby`, `changes` (comments, Facebook login, the dashboard's Test button), or a
 * `field` and `value` of their own; or a bare `field` and `value`, as some gateways pass on.
 * https://developers.facebook.com/documentation/instagram-platform/webhooks/examples
 */
export function updatesIn(body: JsonObject): Update[] {
	const entries = body.entry === undefined ? [body] : objectsIn(body.entry);
	return entries.flatMap(updatesOf);
}

function updatesOf(entry: JsonObject): Update[] {
	const envelope: Envelope = { isStandby: false, entryId: asId(entry.id), sentAt: entry.time };
	if (typeof entry.field === 'string') return [fromChange(entry, envelope)];
	return Object.entries(entry).flatMap(([key, value]) =>
		Object.hasOwn(SHAPES, key) ? (SHAPES[key]?.(value, envelope) ?? []) : [],
	);
}

function fromChange({ field, value }: JsonObject, envelope: Envelope): Update {
	return {
		...envelope,
		event: isObject(value) ? value : { value },
		field: textOf(field),
		isStandby: field === 'standby',
	};
}
