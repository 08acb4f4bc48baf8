import type { IDataObject } from 'n8n-workflow';

import { sendMedia, type MediaDelivery, type SendPolicy } from '../../../../lib/graph';
import { cancelled } from '../../../shared/failure';
import type { Sending } from '../../execution/call';
import { deliverFile } from '../../files/deliverFile';
import { prepareNote, type PreparedNote } from '../../files/prepareFile';
import { withTempFolder } from '../../files/tempFolder';
import { AUDIO, AUDIO_FIELDS } from '../../parameters/audioSource';
import {
	CONVERSION_OPTIONS,
	outputField,
	readOutputField,
	readRules,
} from '../../parameters/conversion';
import { deliveryOption, readDelivery, type DeliveryChoice } from '../../parameters/delivery';
import { readSource, type FileSource } from '../../parameters/fileSource';
import { MESSAGE_OPTIONS, onUnknownOutcome } from '../../parameters/sendOptions';
import { messageOptions } from '../../sending/messageOptions';
import { postOnce } from '../../sending/postOnce';
import { sentItem } from '../../sending/sentItem';
import { whileTyping } from '../../sending/whileTyping';
import { EVERYWHERE, NO_UPLOADS, refuse } from '../availability';
import type { Operation } from '../operation';

/** One item's way: parameters → audio on disk → a voice note → to Meta → into the thread. */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	description: 'Send an audio file as a voice message, converted where needed',
	action: 'Send voice note',
	needs: 'message',
	reachesCustomers: true,
	availability: EVERYWHERE,
	fields: AUDIO_FIELDS,
	options: [
		...MESSAGE_OPTIONS,
		...CONVERSION_OPTIONS,
		deliveryOption,
		onUnknownOutcome,
		outputField,
	],

	async execute(sending) {
		const { client, policy, timeoutMs } = sending;
		const source = readSource(sending, AUDIO);
		const choice = readDelivery(sending, source);
		if (choice === 'upload' && !client.account.flavour.takesUploads) throw refuse(NO_UPLOADS);
		const rules = readRules(sending);
		const field = readOutputField(sending);

		const work = async (folder: string) => {
			// Nothing is read where Meta has the file already, or is to fetch it unread.
			const isUnread = source.kind === 'attachmentId' || choice === 'url';
			const ready = isUnread
				? undefined
				: await prepareNote(sending, source, rules, { folder, timeoutMs });
			const media = await chooseDelivery(sending, source, ready, choice);
			// Before the send: nothing that can go wrong may come after it.
			const binary = field && ready ? { [field]: await ready.stored() } : undefined;
			if (policy.signal?.aborted) throw cancelled();
			const post = async (sendPolicy: SendPolicy) =>
				await sendMedia(client, 'audio', [media], messageOptions(sending), sendPolicy);
			const posted = await postOnce(sending, post, { kind: 'audio' });
			return sentItem(sending, posted, (receipt) => describe(receipt.delivery, ready), binary);
		};
		return await whileTyping(sending, async () => await withTempFolder(work));
	},
};

async function chooseDelivery(
	sending: Sending,
	source: FileSource,
	ready: PreparedNote | undefined,
	choice: DeliveryChoice,
): Promise<MediaDelivery> {
	if (source.kind === 'attachmentId') {
		return { delivery: 'attachmentId', attachmentId: source.attachmentId };
	}
	if (ready) return await deliverFile(sending, 'audio', source, ready, choice);
	const { url } = source as Extract<FileSource, { kind: 'url' }>;
	return { delivery: 'url', nextUrl: async () => url };
}

function describe(delivery: string, ready: PreparedNote | undefined): IDataObject {
	if (!ready) return { delivery };
	const { input, output, converted } = ready.note;
	return { delivery, audio: { input: { ...input }, output: { ...output }, converted } };
}
