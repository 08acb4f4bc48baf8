import assert from 'node:assert/strict';

import { EVENT_NAMES, receive, type EventName } from '../../lib/webhook';
import {
	asMetaWrites,
	changes,
	CHANGES,
	messaging,
	PAGE_CHANGES,
	testButton,
	UPDATES,
} from '../webhook/payloads';
import { eventsOf, itemsOf, post, settings, sign } from '../webhook/support';
import { attack, type Dice } from './campaign';

/** As a gateway passes it on, without saying what it is about. */
const onPage = { ...changes(Object.values(PAGE_CHANGES), 'page'), object: undefined };

const PAYLOADS = [
	...Object.values(UPDATES).map((update) => messaging([update])),
	messaging(Object.values(UPDATES)),
	{ object: 'instagram', entry: [{ id: '1', standby: [UPDATES.text, UPDATES.postback] }] },
	...Object.values(CHANGES).map((change) => changes([change])),
	changes(Object.values(CHANGES)),
	onPage,
	testButton,
];

const nested = (levels: number): unknown =>
	Array.from({ length: levels }).reduce((inner) => [inner], 1);

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
	Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key_${i}_id`, i])),
	{ ['_'.repeat(300)]: { __proto__x: 1, _constructor: 2 } },
	nested(20),
	nested(40),
	{ elements: Array.from({ length: 2000 }, () => ({ title: 'x', buttons: [{ title: 1 }] })) },
	{ product: { elements: [null, 1, {}] }, generic: [], button: { buttons: {} } },
	{ coordinates: { lat: '52.5', long: null } },
	{ coordinates: { lat: 1e308, long: [] } },
	{ self_ig_scoped_id: {}, username: 7 },
	'\u0000\ud800',
	'\\'.repeat(99),
	'x'.repeat(5000),
];

const KEYS = [
	'message',
	'entry',
	'sender',
	'__proto__x',
	'field',
	'from',
	'value',
	'media',
	'payload',
	'elements',
	'coordinates',
	'app_id',
];

/** Puts something hostile anywhere into a payload, or removes something. */
function mutateJson(value: unknown, dice: Dice): unknown {
	if (typeof value !== 'object' || value === null || dice.percent(15)) return dice.pick(HOSTILE);
	const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<
		string,
		unknown
	>;
	const keys = Object.keys(copy);
	if (keys.length === 0) return dice.pick(HOSTILE);
	const key = dice.pick(keys);
	const mutate = dice.pick([
		...Array.from({ length: 8 }, () => () => (copy[key] = mutateJson(copy[key], dice))),
		() => Reflect.deleteProperty(copy, key),
		() => (copy[dice.pick(KEYS)] = copy[key]),
	]);
	mutate();
	return copy;
}

/** Flips, drops, doubles or inserts bytes. */
function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
	const at = dice.below(bytes.length);
	const mutate = dice.pick([
		() => {
			const copy = Buffer.from(bytes);
			copy[at]! ^= 1 << dice.below(8);
			return copy;
		},
		() => bytes.subarray(0, at),
		() => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + dice.below(20))]),
		() => Buffer.concat([bytes.subarray(0, at), bytes]),
		() =>
			Buffer.concat([bytes.subarray(0, at), Buffer.from([dice.below(256)]), bytes.subarray(at)]),
	]);
	return mutate();
}

const TEXTS = [
	'accountId',
	'customerId',
	'customerName',
	'messageId',
	'text',
	'timestamp',
	'sentBy',
	'userRef',
] as const;

it('mutated bodies: never a throw, never an item without a valid signature, one answer each', () => {
	const everything = settings({ includeRaw: true });
	let mutantCount = 0;
	let itemCount = 0;
	attack(6000, (dice) => {
		const original = asMetaWrites(dice.pick(PAYLOADS));
		const mutant = dice.percent(50)
			? mutateBytes(original, dice)
			: asMetaWrites(mutateJson(JSON.parse(original.toString()), dice));
		mutantCount++;

		if (!mutant.equals(original)) {
			const forged = receive(post(mutant, { 'x-hub-signature-256': sign(original) }), everything);
			assert.deepEqual(forged, { kind: 'refused', status: 401, reason: 'signatureWrong' });
		}

		const reception = receive(post(mutant), everything);
		assert.equal(reception.status, 200);
		for (const { json } of eventsOf(reception)) {
			itemCount++;
			assert.ok(EVENT_NAMES.includes(json.event as EventName));
			// What n8n does with an item: store it and hand out copies.
			assert.doesNotMatch(JSON.stringify(json), /"(__proto__|constructor|prototype)":/);
			assert.ok(!Object.values(json).includes(undefined));
			if (json.event === 'comment') {
				const { id } = json.comment as { id: unknown };
				assert.deepEqual([json.direction, typeof id], ['inbound', 'string']);
				assert.notEqual(json.customerId, json.accountId);
			}
			for (const key of TEXTS) {
				assert.ok(['string', 'undefined'].includes(typeof json[key]), key);
			}
		}
		assert.ok(!('polluted' in {}));
	});
	// Mutants that no longer mean anything would prove nothing.
	if (mutantCount >= 1000) expect(itemCount).toBeGreaterThan(mutantCount / 2);
});

/** How languages write a number that is an id. */
const NOTATIONS: ReadonlyArray<(digits: string) => string> = [
	(digits) => digits,
	(digits) => `${digits}.0`,
	(digits) => `${digits[0]}.${digits.slice(1)}0e${digits.length - 1}`,
	(digits) => `${digits[0]}.${digits.slice(1)}0E+${digits.length - 1}`,
];

it('ids that a gateway has written without quotes keep all their digits, in every kind of event', () => {
	attack(
		300,
		(dice) => {
			const id = () =>
				`${1 + dice.below(9)}${Array.from({ length: dice.below(24) }, () => dice.below(10)).join('')}`;
			const whole = dice.pick([
				messaging(Object.values(UPDATES), id()),
				changes(Object.values(CHANGES)),
				onPage,
			]);
			const body = JSON.stringify(whole, (key, value: unknown) =>
				/^(id|mid|.*_id)$/.test(key) ? id() : value,
			);
			const unquoted = body.replaceAll(
				/("(?:id|mid|\w*_id)":)"(\d+)"/g,
				(_, key: string, digits: string) => key + dice.pick(NOTATIONS)(digits),
			);

			assert.notEqual(unquoted, body);
			assert.deepEqual(itemsOf(Buffer.from(unquoted)), itemsOf(Buffer.from(body)));
		},
		10,
	);
});
