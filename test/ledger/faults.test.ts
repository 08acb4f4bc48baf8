import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { hashedKey, Ledger, LedgerError, nodeSqlite, type LedgerSettings } from '../../lib/ledger';
import { itOnPosix, OBEYS_FILE_MODES } from '../posix';
import { CAN_MOUNT, mount, withSmallDisk } from '../smallDisk';
import { HAS_REDIS, HAS_SQLITE, openRedis, openSqlite } from './stores';

const KEY = hashedKey('send', 'order 7');
const patience = () => AbortSignal.timeout(5_000);

async function faultOf(ledger: Ledger): Promise<LedgerError> {
	const outcome: unknown = await ledger.sends
		.claim(KEY, patience())
		.catch((fault: unknown) => fault);
	if (outcome instanceof LedgerError) return outcome;
	throw new Error(`No fault: ${JSON.stringify(outcome)}`);
}

async function withLedger(
	settings: LedgerSettings,
	test: (ledger: Ledger) => Promise<void>,
): Promise<void> {
	const ledger = new Ledger(settings);
	try {
		await test(ledger);
	} finally {
		await ledger.close();
	}
}

const pathOf = (settings: LedgerSettings): string =>
	settings.store === 'sqlite' ? settings.path : '';

(HAS_SQLITE ? describe : describe.skip)('a SQLite ledger', () => {
	it('is a file for its owner alone, and so are the files beside it', async () => {
		const shared = await openSqlite();
		try {
			await withLedger(shared.settings, async (ledger) => {
				await ledger.sends.claim(KEY, patience());
				const folder = dirname(pathOf(shared.settings));
				const files = await readdir(folder);
				expect(files.length).toBeGreaterThan(1);
				for (const file of files) {
					expect((await stat(`${folder}/${file}`)).mode & 0o077).toBe(0);
				}
			});
		} finally {
			await shared.close();
		}
	});

	it('says that its file is damaged, and goes on when it has been put away', async () => {
		const shared = await openSqlite();
		const path = pathOf(shared.settings);
		try {
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, 'not a database, but long enough to be taken for one'.repeat(100));
			await withLedger(shared.settings, async (ledger) => {
				const { message, fix } = await faultOf(ledger);
				expect(message).toBe(`The ledger ${path} is damaged`);
				expect(fix).toMatch(/move the file .* away/);
				await unlink(path);
				expect(await ledger.sends.claim(KEY, patience())).toMatchObject({ state: 'claimed' });
			});
		} finally {
			await shared.close();
		}
	});

	(OBEYS_FILE_MODES ? it : it.skip)('says that its folder cannot be written', async () => {
		const shared = await openSqlite();
		const folder = dirname(dirname(pathOf(shared.settings)));
		try {
			await chmod(folder, 0o500);
			await withLedger(shared.settings, async (ledger) => {
				expect((await faultOf(ledger)).message).toMatch(/cannot be written$/);
				await chmod(folder, 0o700);
				expect(await ledger.sends.claim(KEY, patience())).toMatchObject({ state: 'claimed' });
			});
		} finally {
			await shared.close();
		}
	});

	(OBEYS_FILE_MODES ? it : it.skip)('says that its file cannot be written', async () => {
		const shared = await openSqlite();
		const path = pathOf(shared.settings);
		try {
			await withLedger(shared.settings, async ({ sends }) => {
				await sends.isKnown('m_1');
			});
			await chmod(path, 0o400);
			await withLedger(shared.settings, async (ledger) => {
				expect((await faultOf(ledger)).message).toBe(`The ledger ${path} cannot be written`);
				await chmod(path, 0o600);
				expect(await ledger.sends.claim(KEY, patience())).toMatchObject({ state: 'claimed' });
			});
		} finally {
			await shared.close();
		}
	});

	it('says that something else stands in its place', async () => {
		const shared = await openSqlite();
		const path = pathOf(shared.settings);
		try {
			await mkdir(path, { recursive: true });
			await withLedger(shared.settings, async (ledger) => {
				expect((await faultOf(ledger)).message).toContain(path);
			});
		} finally {
			await shared.close();
		}
	});
});

(HAS_SQLITE ? describe : describe.skip)('a SQLite file that another process is writing to', () => {
	it('is waited for while other work goes on', async () => {
		const shared = await openSqlite();
		const other = nodeSqlite();
		try {
			await withLedger(shared.settings, async (ledger) => {
				await ledger.sends.claim(KEY, patience());
				const writer = new other!.DatabaseSync(pathOf(shared.settings));
				writer.exec('BEGIN IMMEDIATE');
				let turns = 0;
				const claims = Array.from({ length: 32 }, async (_, index) =>
					ledger.sends.claim(hashedKey('send', String(index)), patience()),
				);
				// A second of SQLite's own waiting for each of them would leave no room for these.
				while (turns < 20) {
					await setImmediate();
					turns++;
				}
				writer.exec('COMMIT');
				writer.close();
				const states = (await Promise.all(claims)).map(({ state }) => state);
				expect(new Set(states)).toEqual(new Set(['claimed']));
			});
		} finally {
			await shared.close();
		}
	});
});

(HAS_SQLITE ? describe : describe.skip)('a SQLite file that a stopped process holds locked', () => {
	itOnPosix('is named, and used again when that process has ended', async () => {
		const shared = await openSqlite();
		const script = `
			const { DatabaseSync } = require('node:sqlite');
			new DatabaseSync(process.argv[1]).exec('BEGIN IMMEDIATE');
			console.log('locked');
			setInterval(() => {}, 1000);
		`;
		try {
			await withLedger(shared.settings, async (ledger) => {
				await ledger.sends.isKnown('m_1');
				const path = pathOf(shared.settings);
				const holder = spawn(process.execPath, ['--no-warnings', '-e', script, path]);
				const ended = once(holder, 'exit');
				try {
					await once(holder.stdout, 'data');
					holder.kill('SIGSTOP');
					const { message, fix } = await faultOf(ledger);
					expect(message).toBe(`The ledger ${path} is locked by another process`);
					expect(fix).toMatch(/end it$/);
				} finally {
					holder.kill('SIGKILL');
					await ended;
				}
				expect(await ledger.sends.claim(KEY, patience())).toMatchObject({ state: 'claimed' });
			});
		} finally {
			await shared.close();
		}
	});
});

(HAS_SQLITE && CAN_MOUNT ? describe : describe.skip)('a SQLite file on a full disk', () => {
	it('says so, forgets nothing, and goes on when there is room', async () => {
		const shared = await openSqlite();
		const folder = dirname(pathOf(shared.settings));
		await mkdir(folder, { recursive: true });
		try {
			await withSmallDisk(folder, '256k', async () => {
				await withLedger(shared.settings, async ({ sends }) => {
					const sent: string[] = [];
					let fault: unknown;
					for (let id = 0; fault === undefined; id++) {
						const key = hashedKey('send', String(id));
						const result = await sends.claim(key, patience()).catch((thrown: unknown) => {
							fault = thrown;
							return undefined;
						});
						if (result?.state === 'claimed' && (await result.claim.sent({}))) sent.push(key);
					}
					expect((fault as LedgerError).message).toMatch(/has no room: the disk is full$/);
					expect(mount('-o', 'remount,size=8m', folder)).toBe(true);
					expect(sent.length).toBeGreaterThan(10);
					for (const key of sent) expect((await sends.claim(key, patience())).state).toBe('sent');
					expect((await sends.claim(KEY, patience())).state).toBe('claimed');
				});
			});
		} finally {
			await shared.close();
		}
	});
});

(HAS_SQLITE ? describe.skip : describe)('without SQLite in Node', () => {
	it('a SQLite ledger says which Node has it', async () => {
		await withLedger({ store: 'sqlite', path: '/nowhere/ledger.sqlite' }, async (ledger) => {
			const { message, fix } = await faultOf(ledger);
			expect(message).toMatch(/^Node \d+.* has no SQLite$/);
			expect(fix).toMatch(/22\.16/);
		});
	});
});

(HAS_REDIS ? describe : describe.skip)('a Redis ledger', () => {
	it('says that nobody answers, and goes on by itself when Redis is back', async () => {
		const redis = await openRedis();
		try {
			await withLedger(redis.settings, async (ledger) => {
				await redis.stop();
				const { message, fix } = await faultOf(ledger);
				expect(message).toBe('Redis did not answer');
				expect(fix).toMatch(/QUEUE_BULL_REDIS_HOST/);
				await redis.start();
				let state: string | undefined;
				while (state !== 'claimed') {
					const result = await ledger.sends.claim(KEY, patience()).catch(() => undefined);
					state = result?.state;
				}
			});
		} finally {
			await redis.close();
		}
	});

	it('says that nobody answers when Redis hangs, and goes on when it does again', async () => {
		const redis = await openRedis();
		try {
			await withLedger(redis.settings, async (ledger) => {
				await ledger.sends.isKnown('m_1');
				redis.signal('SIGSTOP');
				expect((await faultOf(ledger)).message).toBe('Redis did not answer');
				redis.signal('SIGCONT');
				let state: string | undefined;
				while (state !== 'claimed') {
					const result = await ledger.sends.claim(KEY, patience()).catch(() => undefined);
					state = result?.state;
				}
			});
		} finally {
			redis.signal('SIGCONT');
			await redis.close();
		}
	});

	it('learns of what went out while Redis was away', async () => {
		const redis = await openRedis();
		try {
			await withLedger(redis.settings, async (ledger) => {
				const claimed = await ledger.sends.claim(KEY, patience());
				if (claimed.state !== 'claimed') throw new Error(claimed.state);
				await redis.stop();
				expect(await claimed.claim.sent({ messageId: 'm_1' })).toBe(false);
				await redis.start();
				let state: string | undefined;
				while (state !== 'sent') {
					const result = await ledger.sends.claim(KEY, patience()).catch(() => undefined);
					state = result?.state;
				}
			});
		} finally {
			await redis.close();
		}
	});

	it('says that the password is wrong', async () => {
		const redis = await openRedis(['--requirepass', 'right']);
		const url = `redis://:wrong@127.0.0.1:${redis.port}`;
		try {
			await withLedger({ store: 'redis', redis: { kind: 'url', url } }, async (ledger) => {
				expect((await faultOf(ledger)).message).toBe('Redis does not accept the user or password');
			});
		} finally {
			await redis.close();
		}
	});

	it('says that Redis is out of memory', async () => {
		const redis = await openRedis(['--maxmemory', '1', '--maxmemory-policy', 'noeviction']);
		try {
			await withLedger(redis.settings, async (ledger) => {
				expect((await faultOf(ledger)).message).toBe('Redis is out of memory');
			});
		} finally {
			await redis.close();
		}
	});

	it('says that the user may not use its keys', async () => {
		const redis = await openRedis(['--user', 'n8n', 'on', 'nopass', '~bull:*', '+@all']);
		const url = `redis://n8n:any@127.0.0.1:${redis.port}`;
		try {
			await withLedger({ store: 'redis', redis: { kind: 'url', url } }, async (ledger) => {
				expect((await faultOf(ledger)).fix).toMatch(/keys that begin with svara:/);
			});
		} finally {
			await redis.close();
		}
	});

	it('keeps two instances apart by their prefixes', async () => {
		const shared = await openRedis();
		const of = (prefix: string): LedgerSettings =>
			({ ...shared.settings, prefix }) as LedgerSettings;
		try {
			await withLedger(of('svara:staging:'), async (staging) => {
				await withLedger(of('svara:prod:'), async (prod) => {
					expect(await staging.sends.claim(KEY, patience())).toMatchObject({ state: 'claimed' });
					expect(await prod.sends.claim(KEY, patience())).toMatchObject({ state: 'claimed' });
				});
			});
		} finally {
			await shared.close();
		}
	});

	it('says that Redis takes no writes at the moment', async () => {
		const master = await openRedis();
		const replica = await openRedis(['--replicaof', '127.0.0.1', String(master.port)]);
		try {
			await withLedger(replica.settings, async (ledger) => {
				expect((await faultOf(ledger)).message).toBe('Redis is failing over or starting');
			});
		} finally {
			await replica.close();
			await master.close();
		}
	});
});
