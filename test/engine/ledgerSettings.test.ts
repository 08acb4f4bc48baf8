import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InstanceSettings } from 'n8n-core';

import { LedgerError } from '../../lib/ledger';
import { readLedgerSettings } from '../../nodes/shared/ledgerSettings';
import { HAS_SQLITE } from '../ledger/stores';
import { startEngine } from './harness';
import { Container } from './harness/services';

const QUEUE = { EXECUTIONS_MODE: 'queue' };
const LOCAL = { username: '', password: '', db: 0, host: 'localhost', port: 6379 };

function faultOf(environment: Record<string, string>): LedgerError {
	try {
		readLedgerSettings(environment);
	} catch (fault) {
		if (fault instanceof LedgerError) return fault;
	}
	throw new Error('Nothing was wrong');
}

describe('the ledger', () => {
	it("is a file in n8n's own folder, or the memory where Node has no SQLite", async () => {
		const engine = await startEngine();
		try {
			const { n8nFolder } = Container.get(InstanceSettings);
			const inFile = { store: 'sqlite', path: join(n8nFolder, 'svara-ledger.sqlite') };
			expect(readLedgerSettings(process.env)).toEqual(HAS_SQLITE ? inFile : { store: 'memory' });
			expect(readLedgerSettings({ ...process.env, SVARA_LEDGER: 'sqlite' })).toEqual(inFile);
		} finally {
			await engine.close();
		}
	});

	it.each([
		["the queue's Redis in queue mode", QUEUE, { kind: 'single', options: LOCAL }],
		[
			'the Redis of SVARA_REDIS_URL where that is set',
			{ SVARA_REDIS_URL: 'rediss://h:1/2' },
			{ kind: 'url', url: 'rediss://h:1/2' },
		],
		[
			'that one in queue mode as well',
			{ ...QUEUE, SVARA_REDIS_URL: 'redis://h' },
			{ kind: 'url', url: 'redis://h' },
		],
		['Redis where that is chosen', { SVARA_LEDGER: 'Redis' }, { kind: 'single', options: LOCAL }],
	])('is %s', (_what, environment, redis) => {
		expect(readLedgerSettings(environment)).toMatchObject({ store: 'redis', redis });
	});

	it("is apart from that of another n8n on the same Redis, as n8n's queues are", () => {
		expect(readLedgerSettings(QUEUE)).toMatchObject({ prefix: 'svara:bull:' });
		const staging = { ...QUEUE, QUEUE_BULL_PREFIX: 'staging' };
		expect(readLedgerSettings(staging)).toMatchObject({ prefix: 'svara:staging:' });
	});

	it('is the memory where that is chosen, also in queue mode', () => {
		expect(readLedgerSettings({ ...QUEUE, SVARA_LEDGER: 'memory' })).toEqual({ store: 'memory' });
	});

	it.each([
		[{ SVARA_LEDGER: 'postgres' }, /^SVARA_LEDGER is 'postgres'/],
		[{ SVARA_REDIS_URL: 'localhost:6379' }, /^SVARA_REDIS_URL is not/],
		[{ SVARA_LEDGER: 'redis', SVARA_REDIS_URL_FILE: '/nowhere' }, /^The file \/nowhere/],
	])('refuses %j in a sentence', (environment, says) => {
		const { message, fix } = faultOf(environment);
		expect(message).toMatch(says);
		expect(fix).not.toBe('');
	});
});

describe("the queue's Redis is read as n8n reads it", () => {
	const redisOf = (variables: Record<string, string>) => {
		const environment: Record<string, string> = { ...QUEUE };
		for (const [name, value] of Object.entries(variables)) {
			environment[`QUEUE_BULL_REDIS_${name}`] = value;
		}
		const settings = readLedgerSettings(environment);
		return settings.store === 'redis' ? settings.redis : undefined;
	};

	it('with all that a single one may need', () => {
		const variables = {
			HOST: 'redis.internal',
			PORT: '6380',
			DB: '3',
			USERNAME: 'n8n',
			PASSWORD: '"quoted secret"',
			TLS: 'true',
			TLS_SERVERNAME: 'redis.example',
			TLS_VALIDATE_CERTIFICATE: '0',
			DUALSTACK: '1',
		};
		expect(redisOf(variables)).toEqual({
			kind: 'single',
			options: {
				host: 'redis.internal',
				port: 6380,
				db: 3,
				username: 'n8n',
				password: 'quoted secret',
				family: 0,
				tls: { servername: 'redis.example', rejectUnauthorized: false },
			},
		});
	});

	it('where numbers and switches make no sense', () => {
		expect(redisOf({ PORT: 'x', DB: '', TLS: 'maybe' })).toEqual({
			kind: 'single',
			options: LOCAL,
		});
	});

	it('with a password in a file', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'svara-ledger-settings-'));
		try {
			await writeFile(join(folder, 'password'), 'secret\n');
			expect(redisOf({ PASSWORD_FILE: join(folder, 'password') })).toMatchObject({
				options: { password: 'secret' },
			});
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	it('as a cluster', () => {
		const cluster = redisOf({
			CLUSTER_NODES: 'a:7000, b:7001,',
			PASSWORD: 'secret',
			DNS_LOOKUP_STRATEGY: 'NONE',
			SLOT_REFRESH_TIMEOUT: '2000',
		});
		expect(cluster).toMatchObject({
			kind: 'cluster',
			nodes: [
				{ host: 'a', port: 7000 },
				{ host: 'b', port: 7001 },
			],
			options: {
				redisOptions: { password: 'secret', db: 0 },
				slotsRefreshTimeout: 2_000,
				slotsRefreshInterval: 5_000,
			},
		});
		// The names stay as they are, for certificates that are made out for them.
		const found = jest.fn();
		if (cluster?.kind === 'cluster') cluster.options.dnsLookup?.('a', found);
		expect(found).toHaveBeenCalledWith(null, 'a');
	});
});
