import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LedgerError, nodeSqlite, type LedgerSettings, type RedisSettings } from '../../lib/ledger';

type Environment = Readonly<Record<string, string | undefined>>;

const CHOICES = ['auto', 'sqlite', 'redis', 'memory'];

const FILE_NAME = 'svara-ledger.sqlite';

/**
 * Where this process's ledger is, by the environment: as `SVARA_LEDGER` says, and else where all processes
 * of this n8n find the same one.
 * @throws LedgerError for a setting that cannot be right
 */
export function readLedgerSettings(environment: Environment): LedgerSettings {
	const read = (name: string) => readVariable(environment, name) ?? '';
	const choice = read('SVARA_LEDGER').toLowerCase() || 'auto';
	if (!CHOICES.includes(choice)) {
		throw new LedgerError(
			`SVARA_LEDGER is '${choice}', which is no ledger`,
			`Set it to one of ${CHOICES.join(', ')}, and restart n8n`,
		);
	}
	const url = read('SVARA_REDIS_URL');
	const isShared = url !== '' || read('EXECUTIONS_MODE') === 'queue';
	if (choice === 'redis' || (choice === 'auto' && isShared)) {
		const redis = url === '' ? readQueueRedis(read) : readUrl(url);
		// n8n tells the queues of several instances on one Redis apart by this variable, too.
		return { store: 'redis', redis, prefix: `svara:${read('QUEUE_BULL_PREFIX') || 'bull'}:` };
	}
	const isInFile = choice === 'sqlite' || (choice === 'auto' && nodeSqlite() !== undefined);
	if (!isInFile) return { store: 'memory' };
	return { store: 'sqlite', path: join(n8nFolder(environment), FILE_NAME) };
}

function readUrl(url: string): RedisSettings {
	if (URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)) return { kind: 'url', url };
	throw new LedgerError(
		'SVARA_REDIS_URL is not the address of a Redis',
		'Set it to an address like redis://user:password@host:6379/0 (rediss:// with TLS), and restart n8n',
	);
}

/** The Redis of n8n's queue, read as n8n does (`scaling-mode.config.js`, `redis-client.service.js`). */
function readQueueRedis(readAny: (name: string) => string): RedisSettings {
	const read = (name: string) => readAny(`QUEUE_BULL_REDIS_${name}`);
	const number = (name: string, fallback: number) => {
		const text = read(name);
		return text === '' || Number.isNaN(Number(text)) ? fallback : Number(text);
	};
	const flag = (name: string, fallback: boolean) => {
		const text = read(name).toLowerCase();
		return ['true', '1', 'false', '0'].includes(text) ? ['true', '1'].includes(text) : fallback;
	};
	const options = {
		username: read('USERNAME'),
		password: read('PASSWORD'),
		db: number('DB', 0),
		...(flag('DUALSTACK', false) ? { family: 0 } : {}),
		...(flag('TLS', false)
			? {
					tls: {
						servername: read('TLS_SERVERNAME') || undefined,
						rejectUnauthorized: flag('TLS_VALIDATE_CERTIFICATE', true),
					},
				}
			: {}),
	};
	const nodes = read('CLUSTER_NODES')
		.split(',')
		.filter((pair) => pair.trim() !== '')
		.map((pair) => {
			const [host = '', port] = pair.trim().split(':');
			return { host, port: Number(port) };
		});
	if (nodes.length === 0) {
		const host = read('HOST') || 'localhost';
		return { kind: 'single', options: { ...options, host, port: number('PORT', 6379) } };
	}
	return {
		kind: 'cluster',
		nodes,
		options: {
			redisOptions: options,
			slotsRefreshTimeout: number('SLOT_REFRESH_TIMEOUT', 1_000),
			slotsRefreshInterval: number('SLOT_REFRESH_INTERVAL', 5_000),
			...(read('DNS_LOOKUP_STRATEGY') === 'NONE'
				? { dnsLookup: (address, found) => found(null, address) }
				: {}),
		},
	};
}

/** As n8n reads its own (`decorators.js` of @n8n/config): also from a file, without quotes around it. */
function readVariable(environment: Environment, name: string): string | undefined {
	const value = environment[name] ?? readSecretFile(environment[`${name}_FILE`]);
	return value?.trim().replace(/^(['"])(.*)\1$/, '$2');
}

function readSecretFile(path: string | undefined): string | undefined {
	if (!path) return undefined;
	try {
		return readFileSync(path, 'utf8');
	} catch (fault) {
		throw new LedgerError(
			`The file ${path} with a setting of Redis cannot be read`,
			'Check the variable that names it, and that n8n may read the file',
			{ cause: fault },
		);
	}
}

/** n8n's own folder (`getN8nFolder` of @n8n/config). */
function n8nFolder(environment: Environment): string {
	const home = environment[process.platform === 'win32' ? 'USERPROFILE' : 'HOME'];
	return join(environment.N8N_USER_FOLDER ?? home ?? process.cwd(), '.n8n');
}
