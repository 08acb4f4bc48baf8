import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Finds out before anything is started whether a port of 127.0.0.1 is free.
 * @param flag that chooses another
 * @throws Error in one sentence if it is taken
 */
export async function assertFree(port: number, flag: string): Promise<void> {
	const probe = createServer().listen(port, '127.0.0.1');
	try {
		await once(probe, 'listening');
	} catch (error) {
		throw inWords(error, port, flag);
	}
	probe.close();
	await once(probe, 'close');
}

/** The error in one sentence if it is about a taken port, otherwise as it is. */
export function inWords(error: unknown, port: number, flag: string): unknown {
	if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
	return new Error(`Port ${port} is taken: stop what uses it, or choose another with ${flag}.`, {
		cause: error,
	});
}
