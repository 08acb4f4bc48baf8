import type { IBinaryData, IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { recogniseFormat } from '../../lib/media';
import { untilAborted } from '../../lib/untilAborted';
import { toText } from '../shared/toText';
import { download, NotDownloaded } from './download';

/** How media are called, by the kind of attachment; stories and shared posts are not to be stored. */
const FILE_NAMES: Readonly<Record<string, string>> = {
	audio: 'voice-note',
	file: 'file',
	image: 'image',
	video: 'video',
};

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
			.filter(({ type, url }) => Object.hasOwn(FILE_NAMES, toText(type)) && url !== undefined)
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
	const kind = toText(attachment.type);
	try {
		const url = toText(attachment.url);
		const bytes = await download(context, url, toText(credential.baseUrl), deadline);
		if (isWebPage(bytes))
			throw new NotDownloaded('Meta answered with a web page, not with the file');
		const { mimeType, extension } = formatOf(bytes, kind);
		const fileName = `${FILE_NAMES[kind]}.${extension}`;
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

interface Format {
	mimeType: string;
	extension: string;
}

const UNKNOWN: Format = { mimeType: 'application/octet-stream', extension: 'bin' };

/** The bytes tell; only of an MP4 they do not tell at once whether there are pictures in it. */
function formatOf(bytes: Buffer, kind: string): Format {
	const format = recogniseFormat(bytes);
	if (kind === 'audio' && format?.name === 'MP4') {
		return { mimeType: 'audio/mp4', extension: 'm4a' };
	}
	return format ?? UNKNOWN;
}

/** Meta's media host answers one, with status 200, to clients it does not know. */
const isWebPage = (bytes: Buffer): boolean =>
	/^\s*<(!doctype|html|head|script)/i.test(bytes.toString('latin1', 0, 64));
