import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { makeVoiceNote } from '../../../lib/audio';
import {
	createGraphClient,
	postSenderAction,
	type GraphClient,
	type Handover,
	type VoiceNoteReceipt,
} from '../../../lib/graph';
import { readAccount, type ItemAccount } from '../../shared/account';
import { cancelled, SvaraError } from '../../shared/failure';
import { httpSend } from '../../shared/http';
import { withPrivateFolder } from '../../shared/privateFolder';
import type { Turn } from '../../shared/runItems';
import { handOver, storeOnce, type ReadNote } from '../handOver';
import { loadAudio } from '../loadAudio';
import { readSendRequest, type SendRequest } from '../parameters';
import { postOnce, type Posted } from '../postOnce';
import { assertWindowOpen } from '../messagingWindow';

/**
 * One item's way: parameters → audio on disk → a voice note → to Meta → into the thread.
 * @throws SvaraError, AudioError or GraphError
 */
export async function sendVoiceNote(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
): Promise<INodeExecutionData> {
	const request = readSendRequest(context, itemIndex);
	assertWindowOpen(request);
	const itemAccount = await readAccount(context, request.platform, itemIndex);
	assertIsCustomer(request.recipientId, itemAccount);
	const client = createGraphClient(itemAccount.account, httpSend(context), request.timeoutMs);
	const policy = {
		maxRetries: request.maxRetries,
		signal: context.getExecutionCancelSignal(),
	};

	const typing = request.showTyping ? showTyping(client, request.recipientId) : undefined;
	try {
		return await withPrivateFolder(async (folder) => {
			const read = await readNote(context, itemIndex, request, folder);
			const handover = await chooseHandover(context, client, request, read, policy);
			// Before the send: nothing that can go wrong may come after it.
			const binary = request.outputBinaryPropertyName && read ? await read.stored() : undefined;
			if (policy.signal?.aborted) throw cancelled();
			const posted = await postOnce(context, client, request, handover, turn);
			return {
				json: toJson(request, posted, read),
				...(binary ? { binary: { [request.outputBinaryPropertyName]: binary } } : {}),
				pairedItem: { item: itemIndex },
			};
		});
	} finally {
		await typing;
	}
}

function assertIsCustomer(recipientId: string, { ownIds }: ItemAccount): void {
	if (!ownIds.includes(recipientId)) return;
	throw new SvaraError(
		'invalid_input',
		"'Recipient' is the sending account itself",
		"Use the customer's id: customerId from the trigger, not accountId",
	);
}

/** A courtesy: if it does not come about, the note still goes out. */
async function showTyping(client: GraphClient, recipientId: string): Promise<void> {
	await postSenderAction(client, recipientId, 'typing_on').catch(() => {});
}

/** Undefined where nothing is read: an uploaded attachment, or a URL handed to Meta unread. */
async function readNote(
	context: IExecuteFunctions,
	itemIndex: number,
	{ source, delivery, rules, timeoutMs }: SendRequest,
	folder: string,
): Promise<ReadNote | undefined> {
	if (source.kind === 'attachmentId' || delivery === 'url') return undefined;
	const loaded = await loadAudio(context, itemIndex, source, folder, timeoutMs);
	const signal = context.getExecutionCancelSignal();
	const note = await makeVoiceNote(loaded.path, folder, rules, signal);
	return { note, loaded, stored: storeOnce(context, note) };
}

async function chooseHandover(
	context: IExecuteFunctions,
	client: GraphClient,
	request: SendRequest,
	read: ReadNote | undefined,
	policy: { maxRetries: number; signal?: AbortSignal },
): Promise<Handover> {
	const { source } = request;
	if (source.kind === 'attachmentId') {
		return { delivery: 'attachmentId', attachmentId: source.attachmentId };
	}
	if (read) return await handOver(context, client, request, read, policy);
	const { url } = source as Extract<typeof source, { kind: 'url' }>;
	return { delivery: 'url', nextUrl: async () => url };
}

function toJson(request: SendRequest, posted: Posted, read: ReadNote | undefined): IDataObject {
	const { platform, recipientId } = request;
	if ('skippedBecause' in posted) {
		return { platform, recipientId, status: 'skipped', ...posted };
	}
	const { messageId, attachmentId, delivery, attempts }: VoiceNoteReceipt = posted;
	return {
		platform,
		recipientId: posted.recipientId,
		messageId,
		status: 'sent',
		...(attachmentId ? { attachmentId } : {}),
		delivery,
		attempts,
		...(read ? { audio: audioFacts(read) } : {}),
	};
}

const audioFacts = ({ note: { input, output, converted } }: ReadNote): IDataObject => ({
	input: { ...input },
	output: { ...output },
	converted,
});
