import { readFile } from 'node:fs/promises';

import { contentTypeOf } from '../media/contentTypes';
import { inspectMedia } from '../media/inspect';
import { sample } from '../samples/samples';

/**
 * A recording with the type that its link answers with.
 * @param recording a file's path or its bytes; default: a sample
 * @throws Error for a file that cannot be read, or that holds no sound
 */
export async function readRecording(
	recording: string | Buffer = sample('voice-note.m4a'),
): Promise<{ bytes: Buffer; contentType: string }> {
	const bytes = typeof recording === 'string' ? await readFile(recording) : recording;
	const { kind, container } = inspectMedia(bytes);
	if (kind !== 'audio' && kind !== 'video') {
		const what = typeof recording === 'string' ? recording : 'What was given';
		throw new Error(`${what} holds no sound. Give a recording, or sample('voice-note.ogg')`);
	}
	return { bytes, contentType: contentTypeOf(container, 'audio') ?? `audio/${container}` };
}
