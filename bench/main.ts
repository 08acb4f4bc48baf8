import { benchEngineMemory } from './engineMemory';
import { benchHundredNotes } from './hundredNotes';
import { benchKeylessSends } from './keylessSends';
import { benchLedger } from './ledger';
import { benchOneNote } from './oneNote';
import { benchTrigger } from './trigger';
import { benchUploadMemory } from './uploadMemory';
import { benchWebhook } from './webhook';

const BENCHES = [
	benchWebhook,
	benchTrigger,
	benchLedger,
	benchKeylessSends,
	benchOneNote,
	benchHundredNotes,
	benchEngineMemory,
	benchUploadMemory,
];

/** `npm run bench`: side-by-side measurements; needs `ffmpeg` on PATH to measure against. */
async function main(): Promise<void> {
	for (const bench of BENCHES) {
		for (const line of await bench()) process.stdout.write(`${line}\n`);
	}
}

void main();
