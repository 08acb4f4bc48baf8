import {
	findEarlier,
	LocalRateLimiter,
	readWindow,
	sendMedia,
	sendMessage,
	textMessage,
	type OtherSends,
} from '../../lib/graph';
import { failureOf, graphError, scripted, type Answer } from './scriptedMeta';

/** When everything here happens. */
const NOW = Date.parse('2026-11-20T07:00:00Z');
beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(NOW));
afterEach(() => void jest.restoreAllMocks());

const TO = { recipientId: '42' };
const THREAD: Answer = { json: { data: [{ id: 'CONV' }] } };
const NO_THREAD: Answer = { json: { data: [] } };

interface Shown {
	id: string;
	/** `null` where Meta does not say. */
	from?: string | null;
	secondsAgo?: number;
	text?: string;
	mimeType?: string;
}

/** As Graph writes it. */
const graphTime = (secondsAgo: number) =>
	new Date(NOW - secondsAgo * 1000).toISOString().replace(/\.\d+Z$/, '+0000');

const shows = (...messages: Shown[]): Answer => ({
	json: {
		messages: {
			data: messages.map(({ id, from = 'US', secondsAgo = 0, text = '', mimeType }) => ({
				id,
				created_time: graphTime(secondsAgo),
				...(from === null ? {} : { from: { id: from } }),
				message: text,
				...(mimeType ? { attachments: { data: [{ mime_type: mimeType }] } } : {}),
			})),
		},
	},
});

const UNCLEAR: Answer = { status: 500, body: '' };
const OLD: Shown = { id: 'm_old', text: 'Hi' };

/** One customer's other messages; `known` are the ids of those that have gone out. */
function memoryOf(known: string[] = []): OtherSends {
	let isInDoubt = false;
	return {
		mayTurnUp: async () => isInDoubt,
		noteUnknown: async () => void (isInDoubt = true),
		isAnother: async (id) => known.includes(id),
	};
}

/** A send of "Hi" with the conversation looked up before and after; only the script is waited for. */
function sendHi(
	before: Answer[],
	after: Answer[],
	post: Answer = UNCLEAR,
	others: OtherSends = memoryOf(),
) {
	const { client, requests } = scripted([...before, post, ...after]);
	const policy = {
		maxRetries: 0,
		rateLimiter: new LocalRateLimiter(),
		wait: async () => {},
		beforePost: async () => {},
		verifiesUnknown: true,
		others,
	};
	return { result: sendMessage(client, textMessage('Hi'), TO, policy), requests };
}

/** A match is believed when a second look finds it alone again. */
const twice = (answer: Answer) => [THREAD, answer, THREAD, answer];

describe('an unknown outcome is settled', () => {
	it('by the one new message of that text', async () => {
		const { result } = sendHi([THREAD, shows(OLD)], twice(shows({ id: 'm_new', text: 'Hi' }, OLD)));
		expect(await result).toEqual({
			recipientId: '42',
			messageId: 'm_new',
			attempts: 1,
			verified: true,
		});
	});

	it('in a conversation that the message has opened', async () => {
		const { result } = sendHi([NO_THREAD], twice(shows({ id: 'm_new', text: 'Hi' })));
		expect(await result).toMatchObject({ messageId: 'm_new' });
	});

	it('also if it shows up late', async () => {
		const late = [THREAD, shows(OLD), ...twice(shows({ id: 'm_new', text: 'Hi' }, OLD))];
		expect(await sendHi([THREAD, shows(OLD)], late).result).toMatchObject({ messageId: 'm_new' });
	});

	it('where Meta lists bare ids, by asking for each', async () => {
		const bare: Answer = { json: { messages: { data: [{ id: 'm_new' }, { id: 'm_old' }] } } };
		const whole = (id: string): Answer => ({
			json: { id, created_time: graphTime(0), from: { id: 'US' }, message: 'Hi' },
		});
		const { result } = sendHi(
			[THREAD, { json: { messages: { data: [{ id: 'm_old' }] } } }, whole('m_old')],
			[1, 2].flatMap(() => [THREAD, bare, whole('m_new'), whole('m_old')]),
		);
		expect(await result).toMatchObject({ messageId: 'm_new' });
	});
});

describe('an unknown outcome stays unknown', () => {
	const all = (answer: Answer) => Array.from({ length: 5 }, () => [THREAD, answer]).flat();

	it.each<[string, Answer]>([
		['while nothing new is there', shows(OLD)],
		['where only the customer wrote', shows({ id: 'm_c', from: '42', text: 'Hi' }, OLD)],
		['where something else was said', shows({ id: 'm_x', text: 'Hello' }, OLD)],
		['where another kind came', shows({ id: 'm_x', mimeType: 'audio/mp4' }, OLD)],
		[
			'where the only one of that text is older than the POST',
			shows({ id: 'm_x', text: 'Hi', secondsAgo: 6 }, OLD),
		],
	])('%s, after a bounded number of looks', async (_name, answer) => {
		const { result, requests } = sendHi([THREAD, shows(OLD)], all(answer));
		expect(await failureOf(result)).toMatchObject({ code: 'unknown_outcome', attempts: 1 });
		expect(requests).toHaveLength(2 + 1 + 10);
	});

	it('where two such messages are new', async () => {
		const two = shows({ id: 'm_1', text: 'Hi' }, { id: 'm_2', text: 'Hi' }, OLD);
		const { result } = sendHi([THREAD, shows(OLD)], [THREAD, two]);
		expect((await failureOf(result)).code).toBe('unknown_outcome');
	});

	it('where something new cannot be told apart', async () => {
		const vague = shows({ id: 'm_1', text: 'Hi' }, { id: 'm_2' }, OLD);
		const { result } = sendHi([THREAD, shows(OLD)], [THREAD, vague]);
		expect((await failureOf(result)).code).toBe('unknown_outcome');
	});

	it('where a second one shows up a moment later', async () => {
		const first = shows({ id: 'm_colleague', text: 'Hi' }, OLD);
		const both = shows({ id: 'm_ours', text: 'Hi' }, { id: 'm_colleague', text: 'Hi' }, OLD);
		const { result } = sendHi([THREAD, shows(OLD)], [THREAD, first, THREAD, both]);
		expect((await failureOf(result)).code).toBe('unknown_outcome');
	});

	it('where Meta does not say who wrote something new', async () => {
		const vague = shows({ id: 'm_1', text: 'Hi' }, { id: 'm_2', text: 'Ho', from: null }, OLD);
		const { result } = sendHi([THREAD, shows(OLD)], [THREAD, vague]);
		expect((await failureOf(result)).code).toBe('unknown_outcome');
	});

	it('while an earlier one to the same person may still turn up, without a look', async () => {
		const others = memoryOf();
		const first = sendHi([graphError(10)], [], UNCLEAR, others);
		expect((await failureOf(first.result)).code).toBe('unknown_outcome');
		const second = sendHi([], [], UNCLEAR, others);
		expect((await failureOf(second.result)).code).toBe('unknown_outcome');
		expect(second.requests).toHaveLength(1);
	});

	it('where the only one of that text is known to be another', async () => {
		const another = shows({ id: 'm_theirs', text: 'Hi' }, OLD);
		const { result } = sendHi([THREAD, shows(OLD)], all(another), UNCLEAR, memoryOf(['m_theirs']));
		expect((await failureOf(result)).code).toBe('unknown_outcome');
	});

	it('without waiting out a pause that Meta has asked for', async () => {
		const rateLimiter = new LocalRateLimiter();
		const waits: number[] = [];
		const { client, requests } = scripted([
			{ ...graphError(613), headers: { 'retry-after': '3000' } },
			UNCLEAR,
		]);
		const policy = {
			maxRetries: 3,
			rateLimiter,
			wait: async (ms: number) => void waits.push(ms),
			beforePost: async () => {},
			verifiesUnknown: true,
		};
		// The look before is throttled; the POST behind it must not go out into the pause either.
		const failure = await failureOf(sendMessage(client, textMessage('Hi'), TO, policy));
		expect(failure).toMatchObject({ code: 'rate_limited', delivered: 'no' });
		expect(requests).toHaveLength(1);
		expect(Math.max(0, ...waits)).toBeLessThan(60_000);
	});

	it('where the conversation could not be read before, which does not keep the message back', async () => {
		const { result, requests } = sendHi([graphError(10)], []);
		expect((await failureOf(result)).code).toBe('unknown_outcome');
		expect(requests).toHaveLength(2);
	});

	it('where it cannot be read after', async () => {
		const refused = Array.from({ length: 5 }, () => graphError(10));
		const { result } = sendHi([THREAD, shows(OLD)], refused);
		expect((await failureOf(result)).code).toBe('unknown_outcome');
	});
});

it('a clear answer is taken as it is, without another look', async () => {
	const refused = sendHi([THREAD, shows(OLD)], [], graphError(551));
	expect(await failureOf(refused.result)).toMatchObject({ code: 'message_not_allowed' });
	expect(refused.requests).toHaveLength(3);
});

it('audio is recognised as audio', async () => {
	const { client } = scripted([
		THREAD,
		shows(OLD),
		UNCLEAR,
		...twice(shows({ id: 'm_new', mimeType: 'audio/mp4' }, OLD)),
	]);
	const sent = await sendMedia(
		client,
		'audio',
		[{ delivery: 'attachmentId', attachmentId: '7' }],
		TO,
		{
			maxRetries: 0,
			rateLimiter: new LocalRateLimiter(),
			wait: async () => {},
			beforePost: async () => {},
			verifiesUnknown: true,
		},
	);
	expect(sent).toMatchObject({ messageId: 'm_new', delivery: 'attachmentId', verified: true });
});

describe('the messaging window', () => {
	const windowOf = async (answers: Answer[], nowIso: string) => {
		const { client } = scripted(answers);
		const policy = { maxRetries: 0, rateLimiter: new LocalRateLimiter(), wait: async () => {} };
		return await readWindow(client, '42', policy, () => Date.parse(nowIso));
	};
	const theirs: Shown = { id: 'm_1', from: '42', text: 'Hi' };

	it('is not known to be closed where the last message is old', async () => {
		expect(await windowOf([THREAD, shows(OLD, theirs)], '2026-11-21T07:00:00Z')).toEqual({
			isOpen: false,
			isCertain: false,
			lastUserMessageAt: '2026-11-20T07:00:00.000Z',
			closesAt: '2026-11-21T07:00:00.000Z',
			humanAgentClosesAt: '2026-11-27T07:00:00.000Z',
		});
	});

	it('has no times where the customer is not to be seen', async () => {
		const unseen = {
			isOpen: false,
			isCertain: false,
			lastUserMessageAt: null,
			closesAt: null,
			humanAgentClosesAt: null,
		};
		expect(await windowOf([NO_THREAD], '2026-11-20T08:00:00Z')).toEqual(unseen);
		expect(await windowOf([THREAD, shows(OLD)], '2026-11-20T08:00:00Z')).toEqual(unseen);
	});
});

describe('a message that somebody left behind', () => {
	/** Looks for a "Hi" that was claimed so many seconds ago; each wait lets that time pass. */
	async function find(answers: Answer[], claimedSecondsAgo: number, others?: OtherSends) {
		const { client, requests } = scripted(answers);
		let now = NOW;
		jest.mocked(Date.now).mockImplementation(() => now);
		const policy = {
			maxRetries: 0,
			rateLimiter: new LocalRateLimiter(),
			wait: async (ms: number) => void (now += ms),
			...(others ? { others } : {}),
		};
		const claimedAtMs = NOW - claimedSecondsAgo * 1000;
		const content = { kind: 'text', text: 'Hi' } as const;
		return { found: await findEarlier(client, '42', content, claimedAtMs, policy), requests };
	}

	const LONG_AGO = 300;
	const HELLO: Shown = { id: 'm_c', from: '42', text: 'Hello', secondsAgo: 1000 };
	const hi = (secondsAgo: number, id = 'm_1'): Shown => ({ id, text: 'Hi', secondsAgo });

	it('is found by its text', async () => {
		const { found } = await find([THREAD, shows(hi(299), HELLO)], LONG_AGO);
		expect(found).toEqual({ messageId: 'm_1' });
	});

	it('is believed at once when it is old, and after a second look when it is not', async () => {
		const { found, requests } = await find(twice(shows(hi(9), HELLO)), 10);
		expect(found).toEqual({ messageId: 'm_1' });
		expect(requests).toHaveLength(4);
	});

	it('is not there for certain a minute after it was claimed', async () => {
		expect((await find([THREAD, shows(HELLO)], LONG_AGO)).found).toBe('absent');
		const looks = Array.from({ length: 6 }, () => [THREAD, shows(HELLO)]).flat();
		const { found, requests } = await find(looks, 50);
		expect(found).toBe('absent');
		expect(requests.length).toBeGreaterThan(4);
	});

	it('is not the one that is known to be another', async () => {
		const { found } = await find([THREAD, shows(hi(299), HELLO)], LONG_AGO, memoryOf(['m_1']));
		expect(found).toBe('absent');
	});

	it.each<[string, Answer[], OtherSends]>([
		['of two like it', [THREAD, shows(hi(299), hi(290, 'm_2'), HELLO)], memoryOf()],
		[
			'beside one that cannot be told',
			[THREAD, shows({ id: 'm_x', secondsAgo: 290 }, HELLO)],
			memoryOf(),
		],
		['where one like it is a little older', [THREAD, shows(hi(330), HELLO)], memoryOf()],
		[
			'where the list does not go back so far',
			[THREAD, shows({ ...HELLO, secondsAgo: 200 })],
			memoryOf(),
		],
		['where there is no conversation', [NO_THREAD], memoryOf()],
		['where Meta does not answer', [UNCLEAR], memoryOf()],
		[
			'where nobody knows the others',
			[THREAD, shows(hi(299), HELLO)],
			{
				...memoryOf(),
				isAnother: async () => {
					throw new Error('The ledger is away');
				},
			},
		],
	])('stays unclear %s', async (_name, answers, others) => {
		expect((await find(answers, LONG_AGO, others)).found).toBe('unclear');
	});
});
