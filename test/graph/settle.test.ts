import { Pacer, readWindow, sendMedia, sendMessage, textMessage } from '../../lib/graph';
import { failureOf, graphError, scripted, type Answer } from './scriptedMeta';

const TO = { recipientId: '42' };
const THREAD: Answer = { json: { data: [{ id: 'CONV' }] } };
const NO_THREAD: Answer = { json: { data: [] } };

interface Shown {
	id: string;
	from?: string;
	text?: string;
	mimeType?: string;
}

const shows = (...messages: Shown[]): Answer => ({
	json: {
		messages: {
			data: messages.map(({ id, from = 'US', text = '', mimeType }) => ({
				id,
				created_time: '2026-11-20T07:00:00+0000',
				from: { id: from },
				message: text,
				...(mimeType ? { attachments: { data: [{ mime_type: mimeType }] } } : {}),
			})),
		},
	},
});

const UNCLEAR: Answer = { status: 500, body: '' };
const OLD: Shown = { id: 'm_old', text: 'Hi' };

/** A send of "Hi" with the conversation looked up before and after; only the script is waited for. */
function sendHi(before: Answer[], after: Answer[], post: Answer = UNCLEAR) {
	const { client, requests } = scripted([...before, post, ...after]);
	const policy = {
		maxRetries: 0,
		pacer: new Pacer(),
		wait: async () => {},
		beforePost: async () => {},
		verifiesUnknown: true,
	};
	return { result: sendMessage(client, textMessage('Hi'), TO, policy), requests };
}

describe('an unknown outcome is settled', () => {
	it('by the one new message of that text', async () => {
		const { result } = sendHi(
			[THREAD, shows(OLD)],
			[THREAD, shows({ id: 'm_new', text: 'Hi' }, OLD)],
		);
		expect(await result).toEqual({
			recipientId: '42',
			messageId: 'm_new',
			attempts: 1,
			verified: true,
		});
	});

	it('in a conversation that the message has opened', async () => {
		const { result } = sendHi([NO_THREAD], [THREAD, shows({ id: 'm_new', text: 'Hi' })]);
		expect(await result).toMatchObject({ messageId: 'm_new' });
	});

	it('also if it shows up late', async () => {
		const late = [THREAD, shows(OLD), THREAD, shows({ id: 'm_new', text: 'Hi' }, OLD)];
		expect(await sendHi([THREAD, shows(OLD)], late).result).toMatchObject({ messageId: 'm_new' });
	});

	it('where Meta lists bare ids, by asking for each', async () => {
		const bare: Answer = { json: { messages: { data: [{ id: 'm_new' }, { id: 'm_old' }] } } };
		const whole = (id: string): Answer => ({ json: { id, from: { id: 'US' }, message: 'Hi' } });
		const { result } = sendHi(
			[THREAD, { json: { messages: { data: [{ id: 'm_old' }] } } }, whole('m_old')],
			[THREAD, bare, whole('m_new'), whole('m_old')],
		);
		expect(await result).toMatchObject({ messageId: 'm_new' });
	});
});

describe('an unknown outcome stays unknown', () => {
	const four = (answer: Answer) => Array.from({ length: 4 }, () => [THREAD, answer]).flat();

	it.each<[string, Answer]>([
		['while nothing new is there', shows(OLD)],
		['where only the customer wrote', shows({ id: 'm_c', from: '42', text: 'Hi' }, OLD)],
		['where something else was said', shows({ id: 'm_x', text: 'Hello' }, OLD)],
		['where another kind came', shows({ id: 'm_x', mimeType: 'audio/mp4' }, OLD)],
		['where the only one of that text is older', shows({ id: 'm_x', text: 'Ho' }, OLD)],
	])('%s, after a bounded number of looks', async (_name, answer) => {
		const { result, requests } = sendHi([THREAD, shows(OLD)], four(answer));
		expect(await failureOf(result)).toMatchObject({ code: 'unknown_outcome', attempts: 1 });
		expect(requests).toHaveLength(2 + 1 + 8);
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

	it('where the conversation could not be read before, which does not keep the message back', async () => {
		const { result, requests } = sendHi([graphError(10)], []);
		expect((await failureOf(result)).code).toBe('unknown_outcome');
		expect(requests).toHaveLength(2);
	});

	it('where it cannot be read after', async () => {
		const refused = Array.from({ length: 4 }, () => graphError(10));
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
		THREAD,
		shows({ id: 'm_new', mimeType: 'audio/mp4' }, OLD),
	]);
	const sent = await sendMedia(
		client,
		'audio',
		[{ delivery: 'attachmentId', attachmentId: '7' }],
		TO,
		{
			maxRetries: 0,
			pacer: new Pacer(),
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
		const policy = { maxRetries: 0, pacer: new Pacer(), wait: async () => {} };
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
