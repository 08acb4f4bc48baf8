import { asId, isObject, type JsonObject } from '../jsonValues';
import { attachmentsOf, hasAudio } from './attachments';
import type { Kind } from './kind';
import { inCamelCase, objectsIn, textOf, withId, withoutUndefined } from './values';

/**
 * A message of either side.
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages,
 * https://developers.facebook.com/documentation/instagram-platform/webhooks/examples
 */
export const MESSAGE: Kind = {
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
	opensWindow: ({ is_deleted }) => is_deleted !== true,
};

function messageDetails(message: JsonObject): JsonObject {
	const { quick_reply: quickReply } = message;
	const commands = objectsIn(message.commands);
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
		priorMessage: isObject(message.prior_message) ? inCamelCase(message.prior_message) : undefined,
		commands: commands.length === 0 ? undefined : inCamelCase(commands),
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

export const referralOf = (referral: unknown): unknown =>
	isObject(referral) ? inCamelCase(referral) : undefined;
