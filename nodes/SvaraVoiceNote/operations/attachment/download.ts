import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { MAX_INPUT_BYTES, recognise } from '../../../../lib/audio';
import { recogniseFormat, type MediaFormat } from '../../../../lib/media';
import { cancelled, SvaraError } from '../../../shared/failure';
import { withPrivateFolder } from '../../files/privateFolder';
import { openCall, toItem } from '../../execution/call';
import { loadFile, type LoadedFile } from '../../files/loadFile';
import { isMetaMedia } from '../../../shared/metaMedia';
import { readText, readUrl } from '../../parameters/fields';

/**
 * Fetches a file a customer has sent, while its link still lives, and puts it on the item. No token
 * goes along: the link itself is the key.
 * @throws SvaraError
 */
export async function download(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const call = await openCall(context, itemIndex);
	const { baseUrl } = call.client.account;
	const url = readUrl(context.getNodeParameter('url', itemIndex, ''), 'URL');
	const field = readText(context, itemIndex, 'binaryPropertyName') || 'data';
	return await withPrivateFolder(async (folder) => {
		const loaded = await loadFile(
			context,
			itemIndex,
			{ kind: 'url', url },
			{
				noun: 'file',
				maxBytes: MAX_INPUT_BYTES,
				tooLargeFix: 'Fetch it with an HTTP Request node instead',
				timeoutMs: call.options.timeoutMs(),
				path: join(folder, 'in'),
				checkAddress: (address) => assertIsMetaMedia(address, baseUrl),
			},
		);
		if (call.policy.signal?.aborted) throw cancelled();
		const { fileName, mimeType, sizeBytes } = await describe(loaded);
		const stream = createReadStream(loaded.path);
		const binary = await context.helpers.prepareBinaryData(stream, fileName, mimeType);
		const item = context.getInputData()[itemIndex];
		return toItem(
			call,
			// The item's own fields go first, should it have one called `file`.
			{ file: { fileName, mimeType, sizeBytes }, ...item?.json },
			{ ...item?.binary, [field]: binary },
		);
	});
}

function assertIsMetaMedia(url: string, baseUrl: string): void {
	if (isMetaMedia(url, baseUrl)) return;
	throw new SvaraError(
		'invalid_input',
		`'URL' is not a link to a file on Meta's servers: ${new URL(url).host}`,
		'Map the url of an attachment from the trigger. For files elsewhere, use an HTTP Request node',
	);
}

const M4A = { mimeType: 'audio/mp4', extension: 'm4a' };
const UNKNOWN = { mimeType: '', extension: 'bin' };

/** An MP4 file's beginning is the same with pictures and without: its tracks tell. */
async function isSoundAlone(
	path: string,
	format: MediaFormat | undefined,
	declaredType = '',
): Promise<boolean> {
	if (format?.name !== 'MP4') return false;
	return await recognise(path).then(
		({ hasVideo }) => !hasVideo,
		// Not to be understood: then what Meta calls it.
		() => declaredType.startsWith('audio/'),
	);
}

/** Named by its bytes, since Meta's links carry neither name nor extension. */
async function describe({
	path,
	declaredType,
}: LoadedFile): Promise<{ fileName: string; mimeType: string; sizeBytes: number }> {
	const file = await open(path);
	try {
		const { size: sizeBytes } = await file.stat();
		const head = Buffer.alloc(Math.min(sizeBytes, 4096));
		await file.read(head, 0, head.length, 0);
		const format = recogniseFormat(head);
		const { mimeType, extension } = (await isSoundAlone(path, format, declaredType))
			? M4A
			: (format ?? UNKNOWN);
		return {
			fileName: `attachment.${extension}`,
			mimeType: mimeType || declaredType || 'application/octet-stream',
			sizeBytes,
		};
	} finally {
		await file.close();
	}
}
