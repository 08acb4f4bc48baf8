import { open } from 'node:fs/promises';

import { PLATFORM_NAMES, type Platform } from '../platform';
import { MAX_ATTACHMENT_BYTES, MEGABYTE } from '../sizes';
import { HEAD_BYTES, recogniseFormat, type MediaFormat } from './formats';

/** The names are the package's for every kind of file; they were first given to audio. */
export type MediaErrorCode = 'audio_empty' | 'audio_unsupported' | 'audio_too_large';

/** Why a platform would not take a file: `message` says what happened, `fix` what to do. */
export class MediaError extends Error {
	constructor(
		readonly code: MediaErrorCode,
		message: string,
		readonly fix: string,
	) {
		super(message);
		this.name = 'MediaError';
	}
}

export type MediaType = 'image' | 'video' | 'file';

/** A file the platform takes, as it should be named to Meta. */
export interface CheckedMedia {
	/** ASCII, with the extension that fits the bytes. */
	fileName: string;
	mimeType: string;
	sizeBytes: number;
}

interface Rule {
	maxBytes: number;
	/** Names of formats; `any` takes every file. */
	formats: readonly string[] | 'any';
}

const IMAGE: Rule = { maxBytes: 8 * MEGABYTE, formats: ['PNG', 'JPEG', 'GIF'] };
const VIDEO: Rule = {
	maxBytes: MAX_ATTACHMENT_BYTES,
	formats: ['MP4', 'Ogg', 'AVI', 'MOV', 'WebM'],
};

/**
 * https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api
 * (Instagram), https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets
 * (sizes). Messenger publishes no list for pictures and videos: the formats its apps show.
 */
const RULES: Readonly<Record<Platform, Readonly<Record<MediaType, Rule>>>> = {
	instagram: {
		image: IMAGE,
		video: VIDEO,
		file: { maxBytes: MAX_ATTACHMENT_BYTES, formats: ['PDF'] },
	},
	messenger: {
		image: IMAGE,
		video: VIDEO,
		file: { maxBytes: MAX_ATTACHMENT_BYTES, formats: 'any' },
	},
};

const KINDS = { image: 'image', video: 'video', file: 'document' } as const;

/** A file nobody recognises; only Messenger's `file` takes one. */
const UNKNOWN: MediaFormat = {
	name: 'unknown',
	kind: 'document',
	mimeType: 'application/octet-stream',
	extension: 'bin',
};

/** What is read of a file of this type at most, in bytes. */
export const maxBytesOf = (type: MediaType, platform: Platform): number =>
	RULES[platform][type].maxBytes;

/**
 * Looks at a file's size and first bytes: its name and its declared type may be wrong.
 * @param originalName kept for documents, in ASCII, since the recipient sees it
 * @throws MediaError if the platform would not take it
 */
export async function checkMedia(
	path: string,
	type: MediaType,
	platform: Platform,
	originalName?: string,
): Promise<CheckedMedia> {
	const { head, sizeBytes } = await readHead(path);
	if (sizeBytes === 0) {
		throw new MediaError(
			'audio_empty',
			`The ${type} is empty (0 bytes)`,
			'Check the step that makes or downloads the file: it delivered nothing',
		);
	}
	const { maxBytes, formats } = RULES[platform][type];
	if (sizeBytes > maxBytes) {
		throw new MediaError(
			'audio_too_large',
			`The ${type} has ${sizeBytes} bytes; Meta takes at most ${maxBytes} (${maxBytes / MEGABYTE} MB)`,
			'Make it smaller, or send a link to it as text',
		);
	}
	const found = recogniseFormat(head);
	if (formats !== 'any' && !isAmong(found, type, formats)) {
		throw new MediaError(
			'audio_unsupported',
			`The file is ${found ? `${found.name} (${found.kind})` : 'in no format that is known here'}, not ${article(type)} that ${PLATFORM_NAMES[platform]} takes`,
			`Send ${formats.join(', ')}, or choose the 'Media Type' that fits the file`,
		);
	}
	const { mimeType, extension } = found ?? UNKNOWN;
	return { fileName: nameFor(type, extension, originalName), mimeType, sizeBytes };
}

function isAmong(
	found: MediaFormat | undefined,
	type: MediaType,
	formats: readonly string[],
): boolean {
	return found !== undefined && found.kind === KINDS[type] && formats.includes(found.name);
}

const article = (type: MediaType): string =>
	({ image: 'an image', video: 'a video', file: 'a file' })[type];

/** Meta takes ASCII names only. What a document is called stays, as far as it is. */
function nameFor(type: MediaType, extension: string, originalName = ''): string {
	if (type !== 'file') return `${type}.${extension}`;
	const ascii = originalName
		.normalize('NFKD')
		.replace(/[^\w.() -]+/g, '')
		.trim();
	return /^[^.].*\.\w+$/.test(ascii) ? ascii.slice(-100) : `file.${extension}`;
}

async function readHead(path: string): Promise<{ head: Buffer; sizeBytes: number }> {
	const file = await open(path);
	try {
		const { size: sizeBytes } = await file.stat();
		const head = Buffer.alloc(Math.min(sizeBytes, HEAD_BYTES));
		await file.read(head, 0, head.length, 0);
		return { head, sizeBytes };
	} finally {
		await file.close();
	}
}
