import { receive } from '../../lib/webhook';
import { ACCOUNT, messaging, testButton, UPDATES } from './payloads';
import { eventsOf, post, settings } from './support';

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
