import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium, type Browser } from 'playwright-core';

/** What Debian, Ubuntu and Google call it. */
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Starts the machine's own Chromium, with a microphone that hears a test tone.
 * @throws Error where there is none: `CHROMIUM_PATH` may name one
 */
export async function launchChromium(): Promise<Browser> {
	const executablePath = chromiumPath();
	if (executablePath === undefined) {
		throw new Error('No Chromium on this machine. Install it, or set CHROMIUM_PATH.');
	}
	return chromium.launch({
		executablePath,
		args: [
			// Containers run as root and often with 64 MB of shared memory.
			'--no-sandbox',
			'--disable-dev-shm-usage',
			'--use-fake-device-for-media-stream',
			'--use-fake-ui-for-media-stream',
		],
	});
}

function chromiumPath(): string | undefined {
	if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
	const folders = (process.env.PATH ?? '').split(delimiter);
	return PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
		existsSync(path),
	);
}
