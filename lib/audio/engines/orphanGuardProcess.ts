import { createInterface } from 'node:readline';

/** The guard's own process: a program of its own, which knows nothing but the lines on its standard input. */
const running = new Set<number>();

createInterface({ input: process.stdin })
	.on('line', (line) => {
		// `+-123`: process group 123 runs; `--123`: it has ended.
		const target = Number(line.slice(1));
		if (line.startsWith('+')) running.add(target);
		else running.delete(target);
	})
	.on('close', () => {
		for (const target of running) {
			try {
				process.kill(target, 'SIGKILL');
			} catch {
				// It has ended by itself.
			}
		}
	});
