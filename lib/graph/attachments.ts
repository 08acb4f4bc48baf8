import { asId } from '../jsonValues';
import type { AttachmentType } from './attachmentTypes';
import type { GraphClient } from './client';
import { GraphError, render, TRANSPORT_ERRORS } from './errors';
import type { LookUpPolicy } from './lookUp';
import { multipart, type MediaFile } from './messages';
import { retryInSlots } from './slots';

export interface UploadPolicy extends LookUpPolicy {
	/** Limits how much is uploaded at once: called for each attempt, after the account's wait is over. */
	whenThereIsRoom?: (attempt: () => Promise<string>) => Promise<string>;
}

/**
 * Uploads a file for later messages; resolves with its attachment id (a string of digits, usable for
 * 90 days by this account). Nothing reaches a customer, so every passing fault is retried.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets
 */
export async function uploadAttachment(
	client: GraphClient,
	type: AttachmentType,
	file: MediaFile,
	policy: UploadPolicy,
): Promise<string> {
	const { flavour, senderId } = client.account;
	const upload = async () => {
		const answer = await client.call({
			method: 'POST',
			path: `/${senderId}/message_attachments`,
			body: await multipart(
				{
					...(flavour.uploadPlatform ? { platform: flavour.uploadPlatform } : {}),
					message: { attachment: { type, payload: { is_reusable: true } } },
				},
				file,
			),
			delivers: false,
			media: type,
		});
		const attachmentId = asId(answer.attachment_id);
		if (attachmentId === undefined) throw new GraphError(render(TRANSPORT_ERRORS.busy, flavour));
		return attachmentId;
	};
	const attempt = async () => await (policy.whenThereIsRoom?.(upload) ?? upload());
	try {
		return await retryInSlots(client.account, policy, undefined, attempt);
	} catch (failure) {
		// `attempts` counts POSTs of the message, and none was made.
		if (failure instanceof GraphError) failure.attempts = 0;
		throw failure;
	}
}
