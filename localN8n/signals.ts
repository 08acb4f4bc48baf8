import type { Cleanup } from '../test/e2e/cleanup';

/** Ctrl+C, and what other programs send. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Closes everything at the first signal, and ends the process then. */
export function closeOnSignal(cleanup: Cleanup, say: (line: string) => void): void {
	for (const name of SIGNALS) {
		process.once(name, () => {
			if (cleanup.signal.aborted) return;
			say('Stopping n8n and the sandbox. Press Ctrl+C again not to wait for running workflows.');
			void cleanup.close().then(() => process.exit(0));
		});
	}
}

/** What to do when closing takes somebody too long. */
export function onSecondSignal(cleanup: Cleanup, hurry: () => void): void {
	cleanup.signal.addEventListener('abort', () => {
		for (const name of SIGNALS) process.on(name, hurry);
	});
}
