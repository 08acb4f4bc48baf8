import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BinaryDataService } from 'n8n-core';
import { LoggerProxy } from 'n8n-workflow';

import { closeLedger } from '../../../nodes/shared/ledger';
import { RecordingLogger, type LogEntry } from './logger';
import { Container, Logger } from './services';

/** `filesystem` is n8n's default outside queue mode; `default` keeps files as base64 in memory. */
export type BinaryMode = 'filesystem' | 'default';

export interface N8nHome {
	/** What n8n and the nodes have logged, every level, oldest first. */
	readonly logs: LogEntry[];
	remove(): Promise<void>;
}

/**
 * Gives n8n-core a home of its own: a temporary user folder instead of `~/.n8n`, a fixed key, no
 * setting inherited from an n8n on this machine. n8n-core reads its environment when its services
 * are built, not when it is imported, so building them anew is all a second home takes.
 *
 * @param env further settings, as an administrator would make them
 */
export async function openHome(
	binaryMode: BinaryMode,
	env: Record<string, string> = {},
): Promise<N8nHome> {
	const folder = await mkdtemp(join(tmpdir(), 'svara-n8n-'));
	const restoreEnvironment = replaceN8nEnvironment({
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: 'svara-test-engine',
		N8N_DEFAULT_BINARY_DATA_MODE: binaryMode,
		N8N_DIAGNOSTICS_ENABLED: 'false',
		...env,
	});

	const logger = new RecordingLogger();
	Container.reset();
	Container.set(Logger, logger as never);
	LoggerProxy.init(logger);
	await Container.get(BinaryDataService).init();

	return {
		logs: logger.entries,
		async remove() {
			await closeLedger();
			Container.reset();
			restoreEnvironment();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** What an n8n on this machine may have set for itself. */
const OURS = /^(N8N_|QUEUE_|EXECUTIONS_|SVARA_LEDGER|SVARA_REDIS_URL)/;

/** @returns puts the former environment back */
function replaceN8nEnvironment(settings: Record<string, string>): () => void {
	const former = Object.entries(process.env).filter(([name]) => OURS.test(name));
	for (const [name] of former) Reflect.deleteProperty(process.env, name);
	Object.assign(process.env, settings);
	return () => {
		for (const name of Object.keys(settings)) Reflect.deleteProperty(process.env, name);
		Object.assign(process.env, Object.fromEntries(former));
	};
}
