import { benchHundredNotes } from './hundredNotes';
import { benchOneNote } from './oneNote';
import { benchUploadMemory } from './uploadMemory';
import { benchWebhook } from './webhook';

/** `npm run bench`: side-by-side measurements; needs `ffmpeg` on PATH to measure against. */
async function main(): Promise<void> {
	for (const bench of [benchWebhook, benchOneNote, benchHundredNotes, benchUploadMemory]) {
		for (const line of await bench()) process.stdout.write(`${line}\n`);
	}
}

void main();
