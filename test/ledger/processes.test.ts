import { hashedKey } from '../../lib/ledger';
import { itOnPosix } from '../posix';
import { withRivals, type Rival } from './rivals';
import { describeOnSharedStores, HAS_REDIS, openRedis, withLedgers } from './stores';

const keys = (count: number) =>
	Array.from({ length: count }, (_, index) => hashedKey('test', String(index)));

describeOnSharedStores('two processes on %s', (_, open) => {
	it('send each of 200 messages once', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const states = await Promise.all(
					keys(200).map(async (key) => {
						const claimed = await Promise.all([
							first.ask(`claim ${key}`).then(async (state) => {
								if (state === 'claimed') await first.ask(`sent ${key}`);
								return state;
							}),
							second.ask(`claim ${key}`).then(async (state) => {
								if (state === 'claimed') await second.ask(`sent ${key}`);
								return state;
							}),
						]);
						return claimed.toSorted().join();
					}),
				);
				expect(new Set(states)).toEqual(new Set(['claimed,sent']));
			});
		});
	});

	it('send none of 200 messages again that the other has sent', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second, delivered) => {
				const all = keys(200);
				const half = (rival: Rival, rest: number) =>
					all.filter((_, index) => index % 2 === rest).map((key) => rival.ask(`send ${key}`));
				const sent = await Promise.all([...half(first, 0), ...half(second, 1)]);
				const again = await Promise.all([...half(second, 0), ...half(first, 1)]);
				expect(new Set(sent)).toEqual(new Set(['sent now']));
				expect(new Set(again)).toEqual(new Set(['sent']));
				expect((await delivered()).toSorted()).toEqual(all.toSorted());
			});
		});
	});

	it('send each of 200 messages once or not again, when one is killed amid', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second, delivered) => {
				const all = keys(200);
				const answers = all.map((key) => first.ask(`send ${key}`));
				await answers[50];
				first.signal('SIGKILL');
				await Promise.all(answers);
				const again = await Promise.all(all.map((key) => second.ask(`send ${key}`)));
				const lines = await delivered();
				expect(new Set(lines).size).toBe(lines.length);
				const unknown = all.filter((_, index) => again[index] === 'unknown');
				// It worked on one at a time.
				expect(unknown.length).toBeLessThanOrEqual(1);
				expect(new Set([...lines, ...unknown])).toEqual(new Set(all));
			});
		});
	});

	it('know events that one took before it was killed', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				for (const key of keys(10)) expect(await first.ask(`event ${key}`)).toBe('fresh');
				first.signal('SIGKILL');
				for (const key of keys(10)) expect(await second.ask(`event ${key}`)).toBe('seen');
			});
		});
	});

	it('agree while the clock of one is an hour ahead, and when it is set back', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second, delivered) => {
				const [held = '', ...rest] = keys(50);
				expect(await first.ask(`claim ${held}`)).toBe('claimed');
				const sent = rest.map((key) => first.ask(`send ${key}`));
				await second.jump();
				// On SQLite the first's heartbeat looks an hour old to it.
				const asked = second.ask(`claim ${held}`);
				const again = rest.map((key) => second.ask(`send ${key}`));
				await Promise.all(sent);
				await first.ask(`sent ${held}`);
				expect(await asked).not.toBe('claimed');
				await Promise.all(again);
				await second.jump();
				await Promise.all(rest.map((key) => second.ask(`send ${key}`)));
				expect((await delivered()).toSorted()).toEqual(rest.toSorted());
				expect(await second.ask(`claim ${held}`)).toBe('sent');
			});
		});
	});

	it('start each of 200 events once', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const verdicts = await Promise.all(
					keys(200).map(async (key) => {
						const both = [first, second].map(async (rival) => await rival.ask(`event ${key}`));
						return (await Promise.all(both)).toSorted().join();
					}),
				);
				expect(new Set(verdicts)).toEqual(new Set(['fresh,seen']));
			});
		});
	});

	it('never send what a killed one had claimed, and send the rest', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const [claimed = '', sent = '', free = ''] = keys(3);
				expect(await first.ask(`claim ${sent}`)).toBe('claimed');
				await first.ask(`sent ${sent}`);
				expect(await first.ask(`claim ${claimed}`)).toBe('claimed');
				first.signal('SIGKILL');
				expect(await second.ask(`claim ${claimed}`)).toBe('unknown');
				expect(await second.ask(`claim ${sent}`)).toBe('sent');
				expect(await second.ask(`claim ${free}`)).toBe('claimed');
			});
		});
	});

	itOnPosix('agree after one was stopped for a while in the middle of a send', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const [key = ''] = keys(1);
				expect(await first.ask(`claim ${key}`)).toBe('claimed');
				first.signal('SIGSTOP');
				expect(await second.ask(`claim ${key}`)).toBe('unknown');
				first.signal('SIGCONT');
				expect(await first.ask(`sent ${key}`)).toBe('true');
				expect(await second.ask(`claim ${key}`)).toBe('sent');
			});
		});
	});

	it('share the slots of an account', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const answers = await Promise.all([first.ask('slots 50'), second.ask('slots 50')]);
				const starts = answers
					.flatMap((answer) => JSON.parse(answer ?? '[]') as number[])
					.toSorted((a, b) => a - b);
				expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(98 * 100);
			});
		});
	});
});

(HAS_REDIS ? describe : describe.skip)('two processes on a Redis that is restarted', () => {
	it('send each of 400 messages once, whichever they ask for again', async () => {
		const redis = await openRedis();
		try {
			await withRivals(redis.settings, async (first, second, delivered) => {
				const all = keys(400);
				const ask = (rival: Rival) => all.map((key) => rival.ask(`send ${key}`));
				const answers = [...ask(first), ...ask(second).toReversed()];
				await answers[50];
				await redis.stop();
				await redis.start();
				await Promise.all(answers);
				let missing = all;
				while (missing.length > 0) {
					const again = await Promise.all(missing.map((key) => second.ask(`send ${key}`)));
					missing = missing.filter((_, index) => again[index]?.startsWith('failed'));
				}
				expect((await delivered()).toSorted()).toEqual(all.toSorted());
			});
		} finally {
			await redis.close();
		}
	});
});
