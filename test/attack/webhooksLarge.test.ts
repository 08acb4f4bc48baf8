import assert from 'node:assert/strict';

import { receive } from '../../lib/webhook';
import { post, settings } from '../webhook/support';
import { attack, type Dice } from './campaign';

/** n8n takes 16 MB. */
const LENGTH = 13_000_000;

/** Far longer than any body takes on a busy machine; the worst took 16 s before there were bounds. */
const HANG_MS = 5_000;

/** Where something large can stand: in each list that is walked, and in one that is not. */
const PLACES: ReadonlyArray<(content: string) => string> = [
	(content) => `{"entry":[${content}]}`,
	(content) => `{"entry":[{"id":"1","messaging":[${content}]}]}`,
	(content) => `{"entry":[{"id":"1","changes":[${content}]}]}`,
	(content) => update(`"message":{"mid":"m","attachments":[${content}]}`),
	(content) => update(`"message":{"mid":"m","referral":{"a":[${content}]}}`),
	(content) => update(`"delivery":{"mids":[${content}]}`),
	(content) => update(`"app_roles":{"a":[${content}]}`),
	(content) => update(`"message_poll":[${content}]`),
	(content) => `{"a":[${content}],"entry":[{"messaging":[{"read":{"mid":"m"}}]}]}`,
];

const update = (content: string) =>
	`{"entry":[{"id":"1","messaging":[{"sender":{"id":"2"},"recipient":{"id":"1"},${content}}]}]}`;

const UNITS = ['[]', '{}', '1', '""', '[1]', '{"a":1}', '{"a_id":17841400123456789}', '[[[[]]]]'];

/** One value of a hostile kind, about as long as said. */
const CONTENTS: ReadonlyArray<(length: number, dice: Dice) => string> = [
	(length, dice) => repeat(dice.pick(UNITS), length),
	(length, dice) => repeat(`[${repeat(dice.pick(UNITS), 1000)}]`, length),
	(length) => `${'['.repeat(length / 2)}${']'.repeat(length / 2)}`,
	(length) => `${'{"a":'.repeat(length / 6)}1${'}'.repeat(length / 6)}`,
	(length) => `{${Array.from({ length: length / 16 }, (_, i) => `"key_${i}":1`).join()}}`,
	(length, dice) => `"${dice.pick(['x', '\\n', '\\"', '\\\\', '_a', '[,']).repeat(length / 2)}"`,
	(length, dice) => `{"${dice.pick(['_', '_a', '_id', 'x']).repeat(length / 3)}":1}`,
	(length) => '1'.repeat(length),
];

const repeat = (unit: string, length: number) =>
	`${`${unit},`.repeat(length / (unit.length + 1))}${unit}`;

it('signed bodies of many megabytes get their 200 and hold nothing up, whatever fills them', () => {
	const everything = settings({ includeRaw: true });
	attack(
		20,
		(dice) => {
			const content = dice.pick(CONTENTS)(dice.pick([LENGTH, LENGTH / 10, LENGTH / 100]), dice);
			// An id without quotes makes the whole text be read once more.
			const id = dice.pick(['', '17841400123456789,']);
			const request = post(Buffer.from(dice.pick(PLACES)(id + content)));

			const startedAt = performance.now();
			const { status } = receive(request, everything);
			const tookMs = performance.now() - startedAt;

			assert.equal(status, 200);
			assert.ok(tookMs < HANG_MS, `${content.slice(0, 40)}… took ${tookMs} ms`);
		},
		500,
	);
});
