import { recogniseFormat } from '../../lib/media';

/** How a customer's file is called, by the kind of attachment Meta makes of it. */
const NAMES = {
	audio: 'voice-note',
	file: 'file',
	image: 'image',
	video: 'video',
} as const;

export type FileKind = keyof typeof NAMES;

export const isFileKind = (kind: string): kind is FileKind => Object.hasOwn(NAMES, kind);

const M4A = { kind: 'audio', mimeType: 'audio/mp4', extension: 'm4a' } as const;
const UNKNOWN = { kind: 'document', mimeType: '', extension: 'bin' } as const;

/**
 * Names a file a customer has sent, and says its type, by its bytes: Meta's links carry neither name nor
 * extension. A voice note is `voice-note.m4a`, whichever node downloads it.
 * @param head the first 4096 bytes, or all there are
 * @param isSoundAlone asked for MP4, which begins alike with pictures and without
 */
export async function nameFile(
	head: Buffer,
	{
		kind,
		declaredType,
		isSoundAlone,
	}: { kind?: FileKind; declaredType: string; isSoundAlone: () => boolean | Promise<boolean> },
): Promise<{ fileName: string; mimeType: string }> {
	const format = recogniseFormat(head);
	const isM4a = format?.name === 'MP4' && (await isSoundAlone());
	const known = isM4a ? M4A : (format ?? UNKNOWN);
	const name = NAMES[kind ?? (known.kind === 'document' ? 'file' : known.kind)];
	return {
		fileName: `${name}.${known.extension}`,
		mimeType: known.mimeType || withoutParameters(declaredType) || 'application/octet-stream',
	};
}

const withoutParameters = (mimeType: string): string => mimeType.split(';')[0]?.trim() ?? '';
