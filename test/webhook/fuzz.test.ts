import { EVENT_NAMES, receive, type EventName } from '../../lib/webhook';
import { asMetaWrites, messaging, testButton, UPDATES } from './payloads';
import { post, settings, sign } from './support';

const SEED = 20_261_120;
const MUTATIONS = 10_000;

/** Mulberry32: small, seeded, good enough. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

const random = randomFrom(SEED);
const below = (limit: number) => Math.floor(random() * limit);
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;

const PAYLOADS = [
	...Object.values(UPDATES).map((update) => messaging([update])),
	messaging(Object.values(UPDATES)),
	{ object: 'instagram', entry: [{ id: '1', standby: [UPDATES.text, UPDATES.postback] }] },
	testButton,
];

const HOSTILE: readonly unknown[] = [
	null,
	true,
	'',
	'x',
	-1,
	1e308,
	17841400123456789,
	[],
	{},
	[[]],
	{ id: {} },
	'__proto__',
	JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
	Array.from({ length: 50 }, () => ({})),
	'\u0000\ud800',
];

/** Puts something hostile anywhere into a payload, or removes something. */
function mutateJson(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || random() < 0.15) return pick(HOSTILE);
	const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<
		string,
		unknown
	>;
	const keys = Object.keys(copy);
	if (keys.length === 0) return pick(HOSTILE);
	const key = pick(keys);
	const roll = random();
	if (roll < 0.1) Reflect.deleteProperty(copy, key);
	else if (roll < 0.2)
		copy[pick(['message', 'entry', 'sender', '__proto__x', 'field'])] = copy[key];
	else copy[key] = mutateJson(copy[key]);
	return copy;
}

/** Flips, drops, doubles or inserts bytes. */
function mutateBytes(bytes: Buffer): Buffer {
	const at = below(bytes.length);
	const changes: Array<() => Buffer> = [
		() => {
			const copy = Buffer.from(bytes);
			copy[at]! ^= 1 << below(8);
			return copy;
		},
		() => bytes.subarray(0, at),
		() => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(20))]),
		() => Buffer.concat([bytes.subarray(0, at), bytes]),
		() => Buffer.concat([bytes.subarray(0, at), Buffer.from([below(256)]), bytes.subarray(at)]),
	];
	return pick(changes)();
}

it(`${MUTATIONS} mutations: never a throw, never an item without a valid signature, one answer each`, () => {
	const everything = settings({ includeRaw: true });
	let itemCount = 0;
	for (let i = 0; i < MUTATIONS; i++) {
		const original = asMetaWrites(pick(PAYLOADS));
		const isBytes = random() < 0.5;
		const mutant = isBytes
			? mutateBytes(original)
			: asMetaWrites(mutateJson(JSON.parse(original.toString())));

		if (!mutant.equals(original)) {
			const forged = receive(post(mutant, { 'x-hub-signature-256': sign(original) }), everything);
			expect(forged).toEqual({ kind: 'refused', status: 401 });
		}

		const reception = receive(post(mutant), everything);
		if (reception.kind !== 'accepted') throw new Error(`Mutation ${i} was not accepted`);
		expect(reception.status).toBe(200);
		for (const { json } of reception.events) {
			itemCount++;
			expect(EVENT_NAMES).toContain(json.event as EventName);
			// What n8n does with an item: store it and hand out copies.
			const stored = JSON.stringify(json);
			expect(stored).not.toMatch(/"(__proto__|constructor|prototype)":/);
			expect(Object.values(json)).not.toContain(undefined);
			for (const key of ['accountId', 'customerId', 'messageId', 'text', 'timestamp']) {
				expect(['string', 'undefined']).toContain(typeof json[key]);
			}
		}
	}
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	// Mutants that no longer mean anything would prove nothing.
	expect(itemCount).toBeGreaterThan(MUTATIONS / 2);
});
