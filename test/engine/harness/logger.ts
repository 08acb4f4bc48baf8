export interface LogEntry {
	level: 'debug' | 'info' | 'warn' | 'error';
	message: string;
	metadata?: unknown;
}

/**
 * Stands in for n8n's logger, so that a test can read what was logged (no secret may be in it) and
 * the console stays the test runner's.
 */
export class RecordingLogger {
	readonly entries: LogEntry[] = [];

	readonly debug = this.recorder('debug');
	readonly info = this.recorder('info');
	readonly warn = this.recorder('warn');
	readonly error = this.recorder('error');

	scoped(): this {
		return this;
	}

	private recorder(level: LogEntry['level']) {
		return (message: string, metadata?: unknown): void => {
			this.entries.push({ level, message, ...(metadata !== undefined && { metadata }) });
		};
	}
}
