import { asId, isObject, type JsonObject } from '../jsonValues';
import type { Kind } from './kind';
import { MESSAGE, referralOf } from './messages';
import type { EventName } from './names';
import { inCamelCase, isoTimeOf, textOf, withId, withoutUndefined } from './values';

const always = (name: EventName) => () => [name];

const handover = (action: string): Kind => ({
	names: always('handover'),
	details: (value) => ({ handover: { action, ...(inCamelCase(value) as JsonObject) } }),
});

/**
 * Updates by the key that tells them apart.
 * https://developers.facebook.com/documentation/instagram-platform/webhooks/examples,
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks,
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/conversation-routing
 */
export const KINDS: Readonly<Record<string, Kind>> = {
	message: MESSAGE,
	message_edit: {
		// Some apps get one without a text with every new message; nothing was edited then.
		names: ({ text, num_edit }) => (countOf(num_edit) === 0 && !textOf(text) ? [] : ['edit']),
		details: ({ mid, text, num_edit }) => ({
			messageId: asId(mid),
			edit: withoutUndefined({ text: textOf(text), count: countOf(num_edit) }) ?? {},
		}),
		// Not every edit is numbered.
		id({ mid, num_edit }) {
			const count = countOf(num_edit);
			return count === undefined ? undefined : withId(mid, String(count));
		},
	},
	postback: {
		names: ({ referral }) => (isObject(referral) ? ['postback', 'referral'] : ['postback']),
		details: ({ mid, title, payload, referral }) => ({
			messageId: asId(mid),
			postback: withoutUndefined({ title: textOf(title), payload: textOf(payload) }) ?? {},
			referral: referralOf(referral),
		}),
		id: ({ mid }) => withId(mid),
		opensWindow: () => true,
	},
	reaction: {
		names: always('reaction'),
		details: (value) => ({
			messageId: asId(value.mid),
			reaction:
				withoutUndefined({
					action: actionOf(value),
					reaction: textOf(value.reaction),
					emoji: textOf(value.emoji),
				}) ?? {},
		}),
		opensWindow: (value) => actionOf(value) !== 'unreact',
	},
	// Instagram names the message that was read, Messenger the moment up to which all were.
	read: {
		names: always('read'),
		details: ({ mid, watermark }) => ({
			messageId: asId(mid),
			read: withoutUndefined({ messageId: asId(mid), watermark: isoTimeOf(watermark) }) ?? {},
		}),
	},
	delivery: {
		names: always('delivery'),
		details: ({ mids, watermark }) => ({
			delivery:
				withoutUndefined({
					messageIds: Array.isArray(mids)
						? mids.map(asId).filter((id) => id !== undefined)
						: undefined,
					watermark: isoTimeOf(watermark),
				}) ?? {},
		}),
	},
	referral: {
		names: always('referral'),
		details: (referral) => ({ referral: referralOf(referral) }),
		opensWindow: () => true,
	},
	optin: { names: always('optin'), details: (optin) => ({ optin: inCamelCase(optin) }) },
	pass_thread_control: handover('pass'),
	take_thread_control: handover('take'),
	request_thread_control: handover('request'),
	app_roles: handover('roles'),
};

/**
 * Fields whose value, in `changes`, may be the kind's own content without the kind's key around it.
 * Recorded webhooks; Meta's pages do not show it.
 */
export const BARE_FIELDS: Readonly<Record<string, string>> = {
	message_reactions: 'reaction',
	message_edit: 'message_edit',
	message_edits: 'message_edit',
};

/** Kinds that Meta has added since, and fields that are not about messages (mentions, posts). */
export const OTHER: Kind = {
	names: always('other'),
	details: ({ sender: _sender, recipient: _recipient, timestamp: _timestamp, ...rest }) => ({
		other: inCamelCase(rest),
	}),
};

/** `changes` say it with a verb. */
const ACTIONS: Readonly<Record<string, string>> = { add: 'react', remove: 'unreact' };

function actionOf({ action, verb }: JsonObject): string | undefined {
	const text = textOf(action) ?? textOf(verb);
	return text !== undefined && Object.hasOwn(ACTIONS, text) ? ACTIONS[text] : text;
}

/** A number that Meta documents as a string. */
function countOf(value: unknown): number | undefined {
	const count = typeof value === 'string' && value !== '' ? Number(value) : value;
	return Number.isSafeInteger(count) ? (count as number) : undefined;
}
