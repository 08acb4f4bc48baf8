import { EventMemory, receive } from '../../lib/webhook';
import { ACCOUNT, messaging, testButton, UPDATES } from './payloads';
import { eventsOf, post, settings } from './support';

const never = () => new AbortController().signal;
const nothing: ReadonlySet<string> = new Set();

describe('an event memory', () => {
	it('knows what was committed, and forgets what was released', async () => {
		const memory = new EventMemory(10);
		const first = await memory.claim(['a', 'b', 'a'], nothing, never());
		expect([...first!.fresh]).toEqual(['a', 'b']);
		first!.commit();
		first!.release();
		const second = await memory.claim(['b', 'c'], nothing, never());
		expect([...second!.fresh]).toEqual(['c']);
		second!.release();
		second!.commit();
		expect([...(await memory.claim(['c'], nothing, never()))!.fresh]).toEqual(['c']);
	});

	it('counts what was seen before the process began', async () => {
		const claim = await new EventMemory(10).claim(['a', 'b'], new Set(['a']), never());
		expect([...claim!.fresh]).toEqual(['b']);
	});

	it('lets whoever comes second wait for the first, and take over if that failed', async () => {
		const memory = new EventMemory(10);
		const first = await memory.claim(['a'], nothing, never());
		const waiting = [1, 2].map(async () => await memory.claim(['a'], nothing, never()));
		first!.release();
		const second = await Promise.race(waiting);
		expect(second!.fresh.size).toBe(1);
		second!.commit();
		const sizes = (await Promise.all(waiting)).map((claim) => claim!.fresh.size);
		expect(sizes.sort()).toEqual([0, 1]);
	});

	it('gives up waiting at the signal, and takes nothing then', async () => {
		const memory = new EventMemory(10);
		await memory.claim(['a'], nothing, never());
		const clock = new AbortController();
		const waiting = memory.claim(['a', 'b'], nothing, clock.signal);
		clock.abort();
		expect(await waiting).toBeUndefined();
		expect((await memory.claim(['b'], nothing, never()))!.fresh.size).toBe(1);
	});

	it('never waits in a circle', async () => {
		const memory = new EventMemory(10);
		const hold = async (...ids: string[]) => await memory.claim(ids, nothing, never());
		const [one, two] = [await hold('1'), await hold('2')];
		const crossing = [hold('1', '2'), hold('2', '1')];
		one!.release();
		two!.release();
		const claimed: number[] = [];
		await Promise.all(
			crossing.map(async (claim) => {
				claimed.push((await claim)!.fresh.size);
				(await claim)!.commit();
			}),
		);
		expect(claimed.sort()).toEqual([0, 2]);
	});

	it('stays within its bounds, oldest first', async () => {
		const memory = new EventMemory(2);
		for (const id of ['a', 'b', 'c']) (await memory.claim([id], nothing, never()))!.commit();
		const claim = await memory.claim(['a', 'b', 'c'], nothing, never());
		expect([...claim!.fresh]).toEqual(['a']);
	});

	it('tells the latest that were seen, for a store', async () => {
		const memory = new EventMemory(10);
		(await memory.claim(['a'], nothing, never()))!.commit();
		(await memory.claim(['b'], nothing, never()))!.release();
		await memory.claim(['c'], nothing, never());
		(await memory.claim(['d'], nothing, never()))!.commit();
		expect(memory.recent(10, ['a', 'z'])).toEqual(['z', 'a', 'd']);
		expect(memory.recent(2, ['z'])).toEqual(['a', 'd']);
	});

	it('a thousand claims on the same event end in one', async () => {
		const memory = new EventMemory(10);
		let freshCount = 0;
		await Promise.all(
			Array.from({ length: 1000 }, async () => {
				const claim = await memory.claim(['a'], nothing, never());
				freshCount += claim!.fresh.size;
				await Promise.resolve();
				claim!.commit();
			}),
		);
		expect(freshCount).toBe(1);
	});
});

describe('the deduplicationKey of an event', () => {
	const deduplicationKeyOf = (update: object, entryId?: string) =>
		eventsOf(receive(post(messaging([update], entryId)), settings()))[0]?.deduplicationKey;

	it('is the same at each delivery, and another for each event', () => {
		const updates = Object.values(UPDATES);
		const first = updates.map((update) => deduplicationKeyOf(update));
		expect(updates.map((update) => deduplicationKeyOf({ ...update }))).toEqual(first);
		expect(new Set(first).size).toBe(updates.length);
	});

	it('does not depend on what the workflow asked for', () => {
		const { voiceNote } = UPDATES;
		const asMessage = receive(
			post(messaging([voiceNote])),
			settings({ events: new Set(['message']), includeRaw: true }),
		);
		expect(eventsOf(asMessage)[0]?.deduplicationKey).toBe(deduplicationKeyOf(voiceNote));
	});

	it('of a message is its id: a later timestamp makes no new one', () => {
		expect(deduplicationKeyOf({ ...UPDATES.text, timestamp: 1_795_158_999_000 })).toBe(
			deduplicationKeyOf(UPDATES.text),
		);
	});

	it('tells edits and reactions of the same message apart', () => {
		const { edit, reaction } = UPDATES;
		expect(
			deduplicationKeyOf({ ...edit, message_edit: { ...edit.message_edit, num_edit: '2' } }),
		).not.toBe(deduplicationKeyOf(edit));
		expect(deduplicationKeyOf({ ...reaction, timestamp: reaction.timestamp + 1 })).not.toBe(
			deduplicationKeyOf(reaction),
		);
	});

	it('is the same in a repetition that was sent later, also without a time or an id of its own', () => {
		const comment = (time: number, id: string) => ({
			object: 'instagram',
			entry: [{ id: ACCOUNT, time, changes: [{ field: 'comments', value: { id, text: 'hi' } }] }],
		});
		const read = (time: number, id: string) =>
			eventsOf(receive(post(comment(time, id)), settings()))[0]?.deduplicationKey;
		expect(read(1_795_158_060, 'c1')).toBe(read(1_795_158_000, 'c1'));
		expect(read(1_795_158_000, 'c2')).not.toBe(read(1_795_158_000, 'c1'));
		expect(read(1_795_158_000, 'c1')).toEqual(expect.any(String));
	});

	it('tells edits apart that Meta has not numbered', () => {
		const edited = (text: string) => ({ ...UPDATES.edit, message_edit: { mid: 'aWdf1', text } });
		expect(deduplicationKeyOf(edited('a'))).not.toBe(deduplicationKeyOf(edited('b')));
		expect(deduplicationKeyOf(edited('a'))).toBe(deduplicationKeyOf(edited('a')));
	});

	it("the dashboard's Test button may be pressed twice", () => {
		expect(eventsOf(receive(post(testButton), settings()))[0]?.deduplicationKey).toBeUndefined();
		expect(deduplicationKeyOf(UPDATES.reaction, '0')).toBeUndefined();
	});
});
