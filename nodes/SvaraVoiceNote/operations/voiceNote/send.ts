import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { sendMedia, type Handover } from '../../../../lib/graph';
import { cancelled } from '../../../shared/failure';
import { withPrivateFolder } from '../../files/privateFolder';
import type { Turn } from '../../execution/runItems';
import { assertCan } from '../../abilities';
import { openSending, whileTyping, type Sending } from '../../execution/call';
import { handOver } from '../../files/handOver';
import { messageOptions } from '../../sending/messageOptions';
import { AUDIO_FIELDS, readSource, type FileSource } from '../../parameters/fields';
import { readDelivery, readRules, type DeliveryChoice } from '../../parameters/voiceNote';
import { postOnce } from '../../sending/postOnce';
import { readyNote, type ReadyNote } from '../../files/readyFile';
import { sentItem } from '../../sending/sentItem';

/**
 * One item's way: parameters → audio on disk → a voice note → to Meta → into the thread.
 * @throws SvaraError, AudioError or GraphError
 */
export async function sendVoiceNote(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
): Promise<INodeExecutionData> {
	const sending = await openSending(context, itemIndex, turn);
	const { client, options, policy, request } = sending;
	const source = readSource(context, itemIndex, AUDIO_FIELDS);
	const delivery = readDelivery(options, source);
	if (delivery === 'upload') assertCan(client.account.flavour, 'takesUploads');
	const rules = readRules(request.platform, options);
	const outputField = options.text('outputBinaryPropertyName', 'Put Output File in Field');

	const work = async (folder: string) => {
		// Nothing is read where Meta has the file already, or is to fetch it unread.
		const isUnread = source.kind === 'attachmentId' || delivery === 'url';
		const where = { folder, timeoutMs: request.timeoutMs };
		const ready = isUnread ? undefined : await readyNote(context, itemIndex, source, rules, where);
		const handover = await chooseHandover(sending, source, ready, delivery);
		// Before the send: nothing that can go wrong may come after it.
		const binary = outputField && ready ? { [outputField]: await ready.stored() } : undefined;
		if (policy.signal?.aborted) throw cancelled();
		const posted = await postOnce(sending, async (sendPolicy) => {
			return await sendMedia(client, 'audio', [handover], messageOptions(sending), sendPolicy);
		});
		return sentItem(sending, posted, (receipt) => describe(receipt.delivery, ready), binary);
	};
	return await whileTyping(sending, async () => await withPrivateFolder(work));
}

async function chooseHandover(
	sending: Sending,
	source: FileSource,
	ready: ReadyNote | undefined,
	delivery: DeliveryChoice,
): Promise<Handover> {
	if (source.kind === 'attachmentId') {
		return { delivery: 'attachmentId', attachmentId: source.attachmentId };
	}
	if (ready) return await handOver(sending, 'audio', source, ready, delivery);
	const { url } = source as Extract<FileSource, { kind: 'url' }>;
	return { delivery: 'url', nextUrl: async () => url };
}

function describe(delivery: string, ready: ReadyNote | undefined): IDataObject {
	if (!ready) return { delivery };
	const { input, output, converted } = ready.note;
	return { delivery, audio: { input: { ...input }, output: { ...output }, converted } };
}
