import { asId, isObject, type JsonObject } from '../jsonValues';
import { attachmentsOf, hasAudio } from './attachments';
import type { EventName } from './names';
import { inCamelCase, isoTimeOf, textOf, withoutUndefined } from './values';

/** What one key of Meta's updates means. */
export interface Kind {
	/** Everything it can be called, the most specific name first. */
	names(value: JsonObject): EventName[];
	/** Its part of the item; keys with undefined do not apply. */
	details(value: JsonObject): JsonObject;
	/**
	 * What stays the same when Meta delivers it again; undefined where it has no id, so that only the
	 * whole event can be compared.
	 */
	id?(value: JsonObject): string | undefined;
}

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
	message: {
		names(message) {
			if (message.is_deleted === true) return ['deleted'];
			return [
				...(hasAudio(message) ? (['voiceNote'] as const) : []),
				'message',
				...(isObject(message.referral) ? (['referral'] as const) : []),
			];
		},
		details: messageDetails,
		// A deletion carries the id of the deleted message, which has been seen already.
		id: ({ mid, is_deleted }) => withId(mid, is_deleted === true ? 'deleted' : ''),
	},
	message_edit: {
		names: always('edit'),
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
	},
	reaction: {
		names: always('reaction'),
		details: ({ mid, action, reaction, emoji }) => ({
			messageId: asId(mid),
			reaction:
				withoutUndefined({
					action: textOf(action),
					reaction: textOf(reaction),
					emoji: textOf(emoji),
				}) ?? {},
		}),
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
	},
	optin: { names: always('optin'), details: (optin) => ({ optin: inCamelCase(optin) }) },
	pass_thread_control: handover('pass'),
	take_thread_control: handover('take'),
	request_thread_control: handover('request'),
	app_roles: handover('roles'),
};

/** Kinds that Meta has added since, and fields that are not about messages (comments, mentions). */
export const OTHER: Kind = {
	names: always('other'),
	details: ({ sender: _sender, recipient: _recipient, timestamp: _timestamp, ...rest }) => ({
		other: inCamelCase(rest),
	}),
};

function messageDetails(message: JsonObject): JsonObject {
	const { quick_reply: quickReply } = message;
	return {
		messageId: asId(message.mid),
		text: textOf(message.text),
		isVoiceNote: message.is_deleted === true ? undefined : hasAudio(message),
		attachments: attachmentsOf(message),
		quickReply: isObject(quickReply)
			? withoutUndefined({ payload: textOf(quickReply.payload) })
			: undefined,
		replyTo: replyToOf(message.reply_to),
		referral: referralOf(message.referral),
		appId: asId(message.app_id),
		metadata: textOf(message.metadata),
		isUnsupported: message.is_unsupported === true ? true : undefined,
	};
}

/** A quoted message, or the story that was answered. */
function replyToOf(replyTo: unknown): JsonObject | undefined {
	if (!isObject(replyTo)) return undefined;
	const { mid, story, is_self_reply: isSelfReply } = replyTo;
	return withoutUndefined({
		messageId: asId(mid),
		story: isObject(story)
			? withoutUndefined({ id: asId(story.id), url: textOf(story.url) })
			: undefined,
		isSelfReply: typeof isSelfReply === 'boolean' ? isSelfReply : undefined,
	});
}

const referralOf = (referral: unknown): unknown =>
	isObject(referral) ? inCamelCase(referral) : undefined;

/** A number that Meta documents as a string. */
function countOf(value: unknown): number | undefined {
	const count = typeof value === 'string' && value !== '' ? Number(value) : value;
	return Number.isSafeInteger(count) ? (count as number) : undefined;
}

function withId(mid: unknown, suffix = ''): string | undefined {
	const id = asId(mid);
	return id === undefined ? undefined : `${id} ${suffix}`;
}
