/**
 * The signals by which an operator, systemd or Kubernetes ends n8n
 * (`process.once` in n8n's commands/base-command.js).
 */
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** n8n loads the package again when it is updated, and the process still ends only once. */
const KEY = Symbol.for('n8n-nodes-svara.shutdown');

/**
 * Aborts when this process is told to end. n8n goes on running nodes for 30 seconds then
 * (`N8N_GRACEFUL_SHUTDOWN_TIMEOUT`) and is gone: whatever starts in that time may be cut off.
 *
 * Watched from the moment that n8n loads the package, since an execution may reach a node of ours for the
 * first time after the signal.
 */
export const shutdown: AbortSignal = ((process as { [KEY]?: AbortSignal })[KEY] ??= watch());

export const isShuttingDown = (): boolean => shutdown.aborted;

function watch(): AbortSignal {
	const controller = new AbortController();
	for (const name of SIGNALS) {
		// First, to see who else listens; once, because a second signal after n8n's own `once` ends it hard.
		process.prependOnceListener(name, () => {
			controller.abort();
			if (process.listenerCount(name) === 0) process.kill(process.pid, name);
		});
	}
	return controller.signal;
}
