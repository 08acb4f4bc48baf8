import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What a stand-in for Meta must do to be worth testing against, from Meta's pages and from answers that
 * people recorded. The tests of each name it: `npm run test:only -- test/sandbox -t 'Rule 8:'`.
 */
const RULES: Readonly<Record<number, string>> = {
	1: 'Both hosts with their own errors, versions and headers',
	2: 'Tokens in every state, in the header, the query or the body',
	3: '`/me`, the ids of an account, and its link to Instagram',
	4: 'Recipients are scoped ids that this very account knows',
	5: 'A window of 24 hours a customer, tags, and a clock that can be moved',
	6: 'What opens the window, and what does not',
	7: 'Bodies are checked as strictly as Meta checks them',
	8: 'Links are really fetched, within limits, and their bytes looked at',
	9: 'Multipart only where Meta documents it',
	10: 'Attachment ids are their owner’s, for 90 days',
	11: 'Limits by second and by hour, with the headers that tell of them',
	12: 'Faults on demand, also those that leave open whether something was delivered',
	13: 'Webhooks: handshake, signature, retries, duplicates, batches, every kind of event',
	14: 'Two levels of subscribing, and apps that are not live',
	15: 'Conversations, their messages, and profiles with consent',
	16: 'Tokens are refreshed, exchanged, inspected and proven',
	17: 'Texts in other languages, ids always in strings, message ids opaque',
	18: 'Threads that another app controls',
};

const FOLDER = path.resolve(__dirname, '../../../../test/sandbox');

/** The numbers that the tests' names begin with, each once. */
function citedRules(): number[] {
	const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.test.ts'))
		.map((file) => readFileSync(path.join(FOLDER, file), 'utf8'));
	const cited = sources.flatMap((source) =>
		[...source.matchAll(/['"`]Rule (\d+): /g)].map(([, number]) => Number(number)),
	);
	return [...new Set(cited)].sort((a, b) => a - b);
}

test('every rule is cited by tests, and no test cites one there is not', () => {
	expect(citedRules()).toEqual(Object.keys(RULES).map(Number));
});
