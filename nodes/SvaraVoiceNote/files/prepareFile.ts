import { createReadStream } from 'node:fs';
import { join } from 'node:path';

import type { IBinaryData } from 'n8n-workflow';

import {
	makeVoiceNote,
	MAX_INPUT_BYTES,
	nameVoiceNote,
	PLATFORMS,
	recognise,
	type VoiceNote,
	type VoiceNoteRules,
} from '../../../lib/audio';
import type { AttachmentType, MediaFile } from '../../../lib/graph';
import { checkMedia, maxBytesOf } from '../../../lib/media';
import type { Platform } from '../../../lib/platform';
import { MAX_ATTACHMENT_BYTES } from '../../../lib/sizes';
import { SvaraError } from '../../shared/failure';
import type { ReadableSource } from '../parameters/fileSource';
import type { Item } from '../parameters/item';
import { loadFile, type LoadedFile } from './loadFile';

/** A file that Meta will take, and what is known of the way to it. */
export interface PreparedFile {
	file: MediaFile;
	/** Whether Meta would find the same bytes at the URL they came from. */
	isSameAtUrl: boolean;
	/** The file in n8n's own store, made once, when somebody needs it. */
	stored: (fileName?: string) => Promise<IBinaryData>;
}

/** A voice note that has been read and converted where needed. */
export interface PreparedNote extends PreparedFile {
	note: VoiceNote;
	originalName?: string;
}

/**
 * Makes a voice note of the item's audio.
 * @throws SvaraError from the loading, AudioError from the conversion
 */
export async function prepareNote(
	item: Item,
	source: ReadableSource,
	rules: VoiceNoteRules,
	{ folder, timeoutMs }: { folder: string; timeoutMs: number },
): Promise<PreparedNote> {
	const loaded = await loadFile(item, source, {
		noun: 'audio',
		maxBytes: MAX_INPUT_BYTES,
		tooLargeFix: 'Shorten it or save it in a compressed format (MP3, M4A or Ogg) first',
		timeoutMs,
		path: join(folder, 'in'),
	});
	const rawAudio = { ...rules.rawAudio, declaredType: loaded.declaredType };
	const note = await makeVoiceNote(loaded.path, folder, { ...rules, rawAudio }, item.ending);
	const prepared = toPrepared(item, note, !loaded.wasRedirected && !note.converted);
	return { ...prepared, note, originalName: loaded.originalName };
}

/**
 * Loads a file that is to be sent as it is, and holds it against what the platform takes.
 * @throws SvaraError, MediaError or AudioError
 */
export async function prepareMedia(
	item: Item,
	type: AttachmentType,
	source: ReadableSource,
	{ path, timeoutMs }: { path: string; timeoutMs: number },
): Promise<PreparedFile> {
	const { platform } = item;
	const loaded = await loadFile(item, source, {
		noun: type,
		maxBytes: type === 'audio' ? MAX_ATTACHMENT_BYTES : maxBytesOf(type, platform),
		tooLargeFix:
			type === 'audio'
				? "Send it with the operation 'Send' of 'Voice Note', which makes it smaller"
				: 'Make it smaller, or send a link to it as text',
		timeoutMs,
		path,
	});
	const facts =
		type === 'audio'
			? await checkAudio(loaded, platform)
			: await checkMedia(loaded.path, type, platform, loaded.originalName);
	return toPrepared(item, { ...facts, path: loaded.path }, !loaded.wasRedirected);
}

async function checkAudio(
	{ path }: LoadedFile,
	platform: Platform,
): Promise<{ fileName: string; mimeType: string }> {
	const facts = await recognise(path);
	const { displayName, takes, takesAsIs } = PLATFORMS[platform];
	if (takesAsIs(facts)) return nameVoiceNote(facts);
	throw new SvaraError(
		'audio_unsupported',
		`${displayName} does not take ${facts.codec} audio in ${facts.container} files`,
		`Send it with the operation 'Send' of 'Voice Note', which converts it, or choose ${takes}`,
	);
}

function toPrepared(
	{ context }: Item,
	{ path, fileName, mimeType }: MediaFile,
	isSameAtUrl: boolean,
): PreparedFile {
	let stored: Promise<IBinaryData> | undefined;
	return {
		file: { path, fileName, mimeType },
		isSameAtUrl,
		stored: async (name = fileName) =>
			await (stored ??= context.helpers.prepareBinaryData(createReadStream(path), name, mimeType)),
	};
}
