import type { IBinaryData, IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { untilAborted } from '../../lib/untilAborted';
import { isFileKind, nameFile, type FileKind } from '../shared/nameFile';
import { toText } from '../shared/toText';
import { downloadMedia, NotDownloaded } from './downloadMedia';

/** Together they hold 75 MB at worst. */
const CONCURRENCY = 3;

export interface MediaOptions {
	/** Of the first file; the others are numbered: `data`, `data2`, `data3`. */
	binaryPropertyName: string;
	credential: IDataObject;
	/** Ends all downloads: Meta is waiting for an answer. */
	deadline: AbortSignal;
}

/**
 * Downloads what customers attached and puts it on their items. An attachment that could not be had in
 * time keeps its link and says why. Never rejects for a download.
 */
export async function attachMedia(
	context: IWebhookFunctions,
	items: INodeExecutionData[],
	options: MediaOptions,
): Promise<void> {
	const tasks = items.flatMap((item) =>
		((item.json.attachments ?? []) as IDataObject[])
			.filter(({ type, url }) => isFileKind(toText(type)) && url !== undefined)
			.map((attachment, index) => async () => {
				const property = `${options.binaryPropertyName}${index === 0 ? '' : index + 1}`;
				await attach(context, item, attachment, property, options);
			}),
	);
	const next = tasks.values();
	const worker = async () => {
		for (const task of next) await task();
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

async function attach(
	context: IWebhookFunctions,
	item: INodeExecutionData,
	attachment: IDataObject,
	property: string,
	{ credential, deadline }: MediaOptions,
): Promise<void> {
	const kind = toText(attachment.type) as FileKind;
	try {
		const url = toText(attachment.url);
		const { bytes, declaredType } = await downloadMedia(
			context,
			url,
			toText(credential.baseUrl),
			deadline,
		);
		const { fileName, mimeType } = await nameFile(bytes, {
			kind,
			declaredType,
			isSoundAlone: () => kind === 'audio',
		});
		const binary = await store(context, [bytes, fileName, mimeType], deadline);
		item.binary = { ...item.binary, [property]: binary };
		attachment.binaryProperty = property;
	} catch (fault) {
		if (!(fault instanceof NotDownloaded)) throw fault;
		attachment.downloadSkipped = fault.message;
	}
}

/** Hands the file to n8n. Its disk may be full or its S3 far away; the message counts all the same. */
async function store(
	{ helpers, logger }: IWebhookFunctions,
	[bytes, fileName, mimeType]: [Buffer, string, string],
	deadline: AbortSignal,
): Promise<IBinaryData> {
	try {
		const storing = helpers.prepareBinaryData(bytes, fileName, mimeType);
		const stored = await untilAborted(storing, deadline);
		if (stored !== undefined) return stored;
	} catch (fault) {
		const reason = fault instanceof Error ? fault.message : String(fault);
		logger.warn(`Svara Trigger left a file at Meta, n8n could not store it: ${reason}`);
		throw new NotDownloaded('n8n could not store the file');
	}
	throw new NotDownloaded('n8n took longer to store the file than Meta waits for an answer');
}
