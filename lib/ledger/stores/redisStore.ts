import Redis, { Cluster, type ClusterNode, type ClusterOptions, type RedisOptions } from 'ioredis';

import { explainRedis } from './redisFaults';
import { CHANGE, PAUSE, PAUSED_FOR, TAKE_SLOT } from './redisScripts';
import { FARTHEST_SLOT_MS, type Change, type SlotRequest, type Store } from './store';

/** How to reach Redis, in the words of ioredis. */
export type RedisSettings =
	| { kind: 'url'; url: string }
	| { kind: 'single'; options: RedisOptions }
	| { kind: 'cluster'; nodes: ClusterNode[]; options: ClusterOptions };

/** A customer is waiting: rather a clear error than a long silence. */
const COMMAND_TIMEOUT_MS = 2_000;

const COMMON: RedisOptions = {
	connectTimeout: COMMAND_TIMEOUT_MS,
	commandTimeout: COMMAND_TIMEOUT_MS,
	// A command that may have been carried out is not repeated here: its caller reads first.
	autoResendUnfulfilledCommands: false,
	maxRetriesPerRequest: 1,
	enableAutoPipelining: true,
	retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
	// After a failover the old master may still answer, but takes no writes.
	reconnectOnError: (fault) => (fault.message.startsWith('READONLY') ? 1 : false),
};

interface Scripts {
	svaraChange(key: string, expected: string, next: string, lifeMs: number): Promise<string>;
	svaraTakeSlot(key: string, pause: string, everyMs: number, farthestMs: number): Promise<string>;
	svaraPause(key: string, forMs: number): Promise<number>;
	svaraPausedFor(key: string): Promise<string>;
}

/** Keeps the ledger in Redis, for all machines that share it. As durable as that Redis is. */
export class RedisStore implements Store {
	private readonly client: (Redis | Cluster) & Scripts;

	/**
	 * Never waits: what cannot be reached shows at the first use, and again until it can.
	 *
	 * @param prefix of all keys, apart from whatever else lives in the same Redis
	 */
	constructor(
		settings: RedisSettings,
		private readonly prefix: string,
	) {
		const client = connect(settings);
		// Without a listener ioredis writes each failed attempt to the console.
		client.on('error', () => {});
		client.defineCommand('svaraChange', { numberOfKeys: 1, lua: CHANGE });
		client.defineCommand('svaraTakeSlot', { numberOfKeys: 2, lua: TAKE_SLOT });
		client.defineCommand('svaraPause', { numberOfKeys: 1, lua: PAUSE });
		client.defineCommand('svaraPausedFor', { numberOfKeys: 1, lua: PAUSED_FOR });
		this.client = client as (Redis | Cluster) & Scripts;
	}

	async read(keys: readonly string[]): Promise<Array<string | undefined>> {
		return await this.ask(async ({ client }) => {
			const values = await Promise.all(
				keys.map(async (key) => await client.get(this.prefix + key)),
			);
			return values.map((value) => value ?? undefined);
		});
	}

	async change(changes: readonly Change[]): Promise<Array<string | undefined>> {
		return await this.ask(async ({ client }) => {
			const found = await Promise.all(
				changes.map(
					async ({ key, expected = '', next = '', lifeMs }) =>
						await client.svaraChange(this.prefix + key, expected, next, Math.ceil(lifeMs)),
				),
			);
			return found.map((value) => (value === '' ? undefined : value));
		});
	}

	async takeSlot({ key, pauseKey, intervalMs }: SlotRequest): Promise<number> {
		return await this.ask(async ({ client }) =>
			Number(
				await client.svaraTakeSlot(
					this.prefix + key,
					this.prefix + pauseKey,
					intervalMs,
					FARTHEST_SLOT_MS,
				),
			),
		);
	}

	async pause(pauseKey: string, forMs: number): Promise<void> {
		await this.ask(async ({ client }) => await client.svaraPause(this.prefix + pauseKey, forMs));
	}

	async pausedForMs(pauseKey: string): Promise<number> {
		return await this.ask(async ({ client }) =>
			Number(await client.svaraPausedFor(this.prefix + pauseKey)),
		);
	}

	async close(): Promise<void> {
		this.client.disconnect();
	}

	private async ask<T>(question: (store: this) => Promise<T>): Promise<T> {
		try {
			return await question(this);
		} catch (fault) {
			throw explainRedis(fault);
		}
	}
}

function connect(settings: RedisSettings): Redis | Cluster {
	if (settings.kind === 'url') return new Redis(settings.url, COMMON);
	if (settings.kind === 'single') return new Redis({ ...settings.options, ...COMMON });
	return new Cluster(settings.nodes, {
		...settings.options,
		enableAutoPipelining: true,
		// As `autoResendUnfulfilledCommands` for a single server.
		retryDelayOnFailover: 0,
		clusterRetryStrategy: COMMON.retryStrategy,
		redisOptions: { ...settings.options.redisOptions, ...COMMON },
	});
}
