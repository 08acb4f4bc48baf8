import { createReadStream } from 'node:fs';

import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { VoiceNote } from '../../lib/audio';
import {
	uploadAttachment,
	type GraphClient,
	type Handover,
	type RetryPolicy,
} from '../../lib/graph';
import { SvaraError } from '../shared/failure';
import { isPublicHttps } from '../shared/publicAddress';
import type { LoadedAudio } from './loadAudio';
import type { SendRequest } from './parameters';

/** Long enough for Meta's fetch (10 s, a few times), short enough to be of no use later. */
const LINK_LIFETIME = '10 minutes';

/** A note that has been read, and where it came from. */
export interface ReadNote {
	note: VoiceNote;
	loaded: LoadedAudio;
	/** The note as a file of n8n's, made once, when somebody needs it. */
	stored: () => Promise<IBinaryData>;
}

/** The note's bytes as a file in n8n's own store; streamed there. */
export function storeOnce(context: IExecuteFunctions, note: VoiceNote): () => Promise<IBinaryData> {
	let stored: Promise<IBinaryData> | undefined;
	return async () =>
		await (stored ??= context.helpers.prepareBinaryData(
			createReadStream(note.path),
			note.fileName,
			note.mimeType,
		));
}

/**
 * Gets the bytes to where Meta takes them from, by what the flavour allows and the user chose.
 * Nothing reaches the customer yet.
 * @throws SvaraError `feature_unavailable`, `delivery_unavailable`; GraphError from an upload
 */
export async function handOver(
	context: IExecuteFunctions,
	client: GraphClient,
	request: SendRequest,
	read: ReadNote,
	policy: RetryPolicy,
): Promise<Handover> {
	const { flavour } = client.account;
	const { source } = request;
	switch (request.delivery) {
		case 'upload':
			return await upload(client, read.note, policy);
		case 'signedUrl':
			return await signedUrl(context, client, read);
		case 'url':
		case 'auto':
			if (flavour.takesUploads) return await upload(client, read.note, policy);
			if (source.kind === 'url' && isAsMetaWouldFindIt(source.url, read)) {
				return { delivery: 'url', nextUrl: async () => source.url };
			}
			return await signedUrl(context, client, read);
	}
}

/** Meta fetches without following us through redirects, and would get the bytes unconverted. */
function isAsMetaWouldFindIt(url: string, { note, loaded }: ReadNote): boolean {
	return isPublicHttps(url) && !loaded.wasRedirected && !note.converted;
}

async function upload(
	client: GraphClient,
	note: VoiceNote,
	policy: RetryPolicy,
): Promise<Handover> {
	if (!client.account.flavour.takesUploads) {
		throw new SvaraError(
			'feature_unavailable',
			'Instagram Login has no upload of audio',
			"Set 'Delivery' to Auto, or use a credential with the login type Facebook",
		);
	}
	const file = { path: note.path, fileName: note.fileName, mimeType: note.mimeType };
	const attachmentId = await uploadAttachment(client, 'audio', file, policy);
	return { delivery: 'upload', attachmentId, file };
}

async function signedUrl(
	context: IExecuteFunctions,
	{ account }: GraphClient,
	read: ReadNote,
): Promise<Handover> {
	const stored = await read.stored();
	const nextUrl = async () => sign(context, stored);
	if (account.isMetaHost && !isPublicHttps(await nextUrl())) {
		throw new SvaraError(
			'delivery_unavailable',
			'Meta cannot fetch the audio from this n8n: its own address is not a public https one',
			"Set WEBHOOK_URL to n8n's public https address and restart n8n; or use an audio URL, or a credential with the login type Facebook",
		);
	}
	return { delivery: 'signedUrl', nextUrl };
}

function sign(context: IExecuteFunctions, stored: IBinaryData): string {
	try {
		return context.helpers.createBinarySignedUrl(stored, LINK_LIFETIME);
	} catch {
		throw new SvaraError(
			'delivery_unavailable',
			'n8n keeps files in memory here, so Meta cannot fetch the audio from it',
			'Set N8N_DEFAULT_BINARY_DATA_MODE=filesystem and restart n8n; or use an audio URL, or a credential with the login type Facebook',
		);
	}
}
