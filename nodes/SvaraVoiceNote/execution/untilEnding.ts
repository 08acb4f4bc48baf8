import { setMaxListeners } from 'node:events';

import type { IExecuteFunctions } from 'n8n-workflow';

import { shutdown } from '../../shared/shutdown';

/**
 * Runs a task with a signal that aborts when nothing new may be started: the execution was cancelled, or
 * n8n is shutting down. Nothing stays behind on either of the two, which may live as long as the process.
 */
export async function untilEnding<T>(
	context: IExecuteFunctions,
	task: (ending: AbortSignal) => Promise<T>,
): Promise<T> {
	const ending = new AbortController();
	// Every item under way listens, and Node warns of a leak from the eleventh on.
	setMaxListeners(0, ending.signal);
	const causes = [shutdown, context.getExecutionCancelSignal()].filter(
		(cause) => cause !== undefined,
	);
	const end = () => ending.abort();
	for (const cause of causes) cause.addEventListener('abort', end);
	if (causes.some(({ aborted }) => aborted)) end();
	try {
		return await task(ending.signal);
	} finally {
		for (const cause of causes) cause.removeEventListener('abort', end);
	}
}
