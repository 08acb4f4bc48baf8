import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { MAX_INPUT_BYTES, recognise } from '../../../../lib/audio';
import { HEAD_BYTES } from '../../../../lib/media';
import { cancelled, SvaraError } from '../../../shared/failure';
import { isMetaMedia } from '../../../shared/metaMedia';
import { nameFile } from '../../../shared/nameFile';
import { toItem } from '../../execution/call';
import { loadFile, type LoadedFile } from '../../files/loadFile';
import { withTempFolder } from '../../files/tempFolder';
import { downloadTimeout } from '../../parameters/callOptions';
import { readText, readValue } from '../../parameters/item';
import { webAddress } from '../../parameters/values';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/**
 * Fetches a file a customer has sent, while its link still lives, and puts it on the item. No token
 * goes along: the link itself is the key.
 */
export const download: Operation = {
	value: 'download',
	name: 'Download',
	description: 'Fetch a file a customer has sent before its link dies',
	action: 'Download attachment',
	needs: 'account',
	reachesCustomers: false,
	availability: EVERYWHERE,
	fields: [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. {{ $json.attachments[0].url }}',
			description:
				"Link to a file a customer has sent, from the trigger. It lives for a few days at most, and only links to Meta's servers are opened.",
		},
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			hint: 'The name of the output field to put the file in',
		},
	],
	options: [downloadTimeout],

	async execute(call) {
		const { context, itemIndex, client, policy, timeoutMs } = call;
		const { baseUrl } = client.account;
		const url = webAddress(readValue(call, 'url'), 'URL');
		const field = readText(call, 'binaryPropertyName') || 'data';
		return await withTempFolder(async (folder) => {
			const source = { kind: 'url', url } as const;
			const loaded = await loadFile(call, source, {
				noun: 'file',
				maxBytes: MAX_INPUT_BYTES,
				tooLargeFix: 'Fetch it with an HTTP Request node instead',
				timeoutMs,
				path: join(folder, 'in'),
				checkAddress: (address) => assertIsMetaMedia(address, baseUrl),
			});
			if (policy.signal?.aborted) throw cancelled();
			const { sizeBytes, fileName, mimeType } = await describe(loaded);
			const stream = createReadStream(loaded.path);
			const binary = await context.helpers.prepareBinaryData(stream, fileName, mimeType);
			const input = context.getInputData()[itemIndex];
			return toItem(
				call,
				// The item's own fields go first, should it have one called `file`.
				{ file: { fileName, mimeType, sizeBytes }, ...input?.json },
				{ ...input?.binary, [field]: binary },
			);
		});
	},
};

function assertIsMetaMedia(url: string, baseUrl: string): void {
	if (isMetaMedia(url, baseUrl)) return;
	throw new SvaraError(
		'invalid_input',
		`'URL' is not a link to a file on Meta's servers: ${new URL(url).host}`,
		'Map the url of an attachment from the trigger. For files elsewhere, use an HTTP Request node',
	);
}

async function describe({ path, declaredType = '' }: LoadedFile) {
	const file = await open(path);
	try {
		const { size: sizeBytes } = await file.stat();
		const head = Buffer.alloc(Math.min(sizeBytes, HEAD_BYTES));
		await file.read(head, 0, head.length, 0);
		const isSoundAlone = async () =>
			await recognise(path).then(
				({ hasVideo }) => !hasVideo,
				// Not to be understood: then what Meta calls it.
				() => declaredType.startsWith('audio/'),
			);
		return { sizeBytes, ...(await nameFile(head, { declaredType, isSoundAlone })) };
	} finally {
		await file.close();
	}
}
