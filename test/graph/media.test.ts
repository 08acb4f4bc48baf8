import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LocalRateLimiter, sendMedia, uploadAttachment, type MediaDelivery } from '../../lib/graph';
import { failureOf, graphError, scripted, sent, type Answer } from './scriptedMeta';

const folder = mkdtempSync(join(tmpdir(), 'svara-test-'));
const file = { path: join(folder, 'a.m4a'), fileName: 'voice-note.m4a', mimeType: 'audio/mp4' };
writeFileSync(file.path, 'audio bytes');
afterAll(() => rmSync(folder, { recursive: true }));

const UPLOADED: MediaDelivery = { delivery: 'upload', attachmentId: '77', file };
const OWN_ID: MediaDelivery = { delivery: 'attachmentId', attachmentId: '77' };

const fileOf = (form: FormData) =>
	form.get('filedata') as unknown as { name: string; text(): Promise<string> };

/** Sends with a clock that only the waits move. */
function send(
	answers: Answer[],
	handover: MediaDelivery = UPLOADED,
	{ maxRetries = 3, ...hooks }: { maxRetries?: number; beforePost?: () => Promise<void> } = {},
) {
	const { client, requests } = scripted(answers);
	const pauses: number[] = [];
	let nowMs = 1_000_000;
	const result = sendMedia(
		client,
		'audio',
		[handover],
		{ recipientId: '42' },
		{
			maxRetries,
			rateLimiter: new LocalRateLimiter(() => nowMs),
			random: () => 1,
			wait: async (ms) => {
				pauses.push(ms);
				nowMs += ms;
			},
			beforePost: async () => {},
			...hooks,
		},
	);
	return { result, requests, pauses };
}

it('sends by attachment id, once', async () => {
	const { result, requests } = send([sent('m_9')]);
	expect(await result).toEqual({
		recipientId: '42',
		messageId: 'm_9',
		attachmentId: '77',
		delivery: 'upload',
		attempts: 1,
	});
	expect(JSON.parse(String(requests[0]?.body))).toEqual({
		recipient: { id: '42' },
		messaging_type: 'RESPONSE',
		message: { attachment: { type: 'audio', payload: { attachment_id: '77' } } },
	});
});

it('quotes and tags', async () => {
	const { client, requests } = scripted([sent()]);
	await sendMedia(
		client,
		'audio',
		[OWN_ID],
		{ recipientId: '42', replyToMessageId: 'm_0', tag: 'HUMAN_AGENT' },
		{ maxRetries: 0, rateLimiter: new LocalRateLimiter(), beforePost: async () => {} },
	);
	expect(JSON.parse(String(requests[0]?.body))).toMatchObject({
		messaging_type: 'MESSAGE_TAG',
		tag: 'HUMAN_AGENT',
		reply_to: { mid: 'm_0' },
	});
});

describe('repeats', () => {
	it('what was certainly not delivered, with doubling pauses', async () => {
		const { result, pauses, requests } = send([
			graphError(613),
			graphError(4, undefined, 403),
			graphError(80006),
			sent(),
		]);
		expect(await result).toMatchObject({ attempts: 4 });
		expect(pauses).toEqual([2_000, 4_000, 8_000]);
		expect(requests).toHaveLength(4);
	});

	it('after a refused connection', async () => {
		const fault = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
		expect(await send([{ fault }, sent()]).result).toMatchObject({ attempts: 2 });
	});

	it('waits as long as Meta asks, before anything else', async () => {
		const { result, pauses } = send([
			{ ...graphError(613), headers: { 'retry-after': '9' } },
			sent(),
		]);
		await result;
		expect(pauses).toEqual([9_000]);
	});

	it('gives up, naming the minutes, where Meta asks for more than one item may wait', async () => {
		const usage = JSON.stringify({ '1': [{ estimated_time_to_regain_access: 19 }] });
		const throttled = { ...graphError(613), headers: { 'x-business-use-case-usage': usage } };
		const { result, requests } = send([throttled]);
		const failure = await failureOf(result);
		expect(failure).toMatchObject({ code: 'rate_limited', attempts: 1 });
		expect(failure.fix).toContain('19 minutes');
		expect(requests).toHaveLength(1);
	});

	it('as often as asked and no more', async () => {
		const { result, requests } = send([graphError(613), graphError(613)], OWN_ID, {
			maxRetries: 1,
		});
		expect(await failureOf(result)).toMatchObject({ code: 'rate_limited', attempts: 2 });
		expect(requests).toHaveLength(2);
	});

	const NEVER: Array<[string, Answer]> = [
		['a reset', { fault: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }],
		['a time-out', { fault: Object.assign(new Error('x'), { code: 'ETIMEDOUT' }) }],
		['status 500', { status: 500, body: '<html>' }],
		['code 1/1357046', graphError(1, 1357046, 500)],
		['code 2', graphError(2, undefined, 400)],
		['code 1200', graphError(1200)],
		['a yes without an id', { status: 200, json: { recipient_id: '42' } }],
		['a closed window', graphError(10, 2018278, 403)],
		['an expired token', graphError(190, 463)],
	];

	it.each(NEVER)('never after %s', async (_name, answer) => {
		const { result, requests } = send([answer]);
		expect(await failureOf(result)).toMatchObject({ attempts: 1 });
		expect(requests).toHaveLength(1);
	});

	it('keeps to what Meta said when something keeps it from trying again', async () => {
		let posts = 0;
		const beforePost = async () => {
			if (++posts > 1) throw new Error('halted');
		};
		const { result, requests } = send([graphError(613)], OWN_ID, { beforePost });
		expect(await failureOf(result)).toMatchObject({ code: 'rate_limited', attempts: 1 });
		expect(requests).toHaveLength(1);
	});
});

describe('a refused attachment id', () => {
	it.each([2018074, 2534015])(
		'(%i) of this run goes along with the message instead',
		async (subcode) => {
			const { result, requests } = send([
				graphError(100, subcode),
				{ status: 200, json: { recipient_id: '42', message_id: 'm_2', attachment_id: 78 } },
			]);
			expect(await result).toEqual({
				recipientId: '42',
				messageId: 'm_2',
				attachmentId: '78',
				delivery: 'oneStep',
				attempts: 2,
			});
			const form = requests[1]?.body as FormData;
			expect(JSON.parse(String(form.get('message')))).toEqual({
				attachment: { type: 'audio', payload: {} },
			});
			expect(JSON.parse(String(form.get('recipient')))).toEqual({ id: '42' });
			expect(fileOf(form).name).toBe('voice-note.m4a');
			expect(await fileOf(form).text()).toBe('audio bytes');
		},
	);

	it('of the user’s never falls back', async () => {
		const { result, requests } = send([graphError(100, 2018074)], OWN_ID);
		expect(await failureOf(result)).toMatchObject({ code: 'meta_error', attempts: 1 });
		expect(requests).toHaveLength(1);
	});

	it('counts the attempts of both ways when neither works', async () => {
		const { result } = send([graphError(100, 2018074), graphError(100, 2018074)]);
		expect(await failureOf(result)).toMatchObject({ code: 'meta_error', attempts: 2 });
	});

	it('does not lead to a second send after an unclear one', async () => {
		const { result, requests } = send([graphError(100, 2018074), graphError(2)]);
		expect(await failureOf(result)).toMatchObject({ code: 'unknown_outcome', attempts: 2 });
		expect(requests).toHaveLength(2);
	});
});

describe('a link', () => {
	it('of ours is signed anew for each attempt, and never shown', async () => {
		let signed = 0;
		const nextUrl = async () =>
			`https://n8n.example.com/rest/binary-data/signed?token=SECRET${++signed}`;
		const failed = graphError(100, 2018008);
		const { result, requests } = send(
			[failed, failed],
			{ delivery: 'signedUrl', nextUrl },
			{ maxRetries: 1 },
		);
		const failure = await failureOf(result);
		expect(failure).toMatchObject({ code: 'delivery_unavailable', attempts: 2 });
		expect(failure.message).toContain('https://n8n.example.com/rest/…');
		expect(JSON.stringify([failure.message, failure])).not.toContain('SECRET');
		expect(requests.map((request) => String(request.body).match(/SECRET\d/)?.[0])).toEqual([
			'SECRET1',
			'SECRET2',
		]);
	});

	it('of the user’s beside one of ours leaves open which of them it was', async () => {
		const { client } = scripted([graphError(100, 2018008)]);
		const signed = 'https://n8n.example.com/rest/binary-data/signed?token=SECRET';
		const handovers: [MediaDelivery, MediaDelivery] = [
			{ delivery: 'signedUrl', nextUrl: async () => signed },
			{ delivery: 'url', nextUrl: async () => 'https://cdn.example.com/a.png' },
		];
		const policy = {
			maxRetries: 0,
			rateLimiter: new LocalRateLimiter(),
			beforePost: async () => {},
		};
		const sent = sendMedia(client, 'image', handovers, { recipientId: '42' }, policy);
		const failure = await failureOf(sent);
		expect(failure).toMatchObject({
			code: 'audio_fetch_failed',
			message: expect.stringContaining('one of the images'),
		});
		expect(JSON.stringify([failure.message, failure])).not.toContain('SECRET');
	});

	it('of the user’s is theirs to mend', async () => {
		const nextUrl = async () => 'https://cdn.example.com/a.m4a';
		const { result } = send(
			[graphError(100, 2018008)],
			{ delivery: 'url', nextUrl },
			{ maxRetries: 0 },
		);
		expect(await failureOf(result)).toMatchObject({ code: 'audio_fetch_failed' });
	});
});

describe('an upload', () => {
	const policy = { maxRetries: 3, random: () => 0, rateLimiter: new LocalRateLimiter() };

	it('says whose it is, and streams the file', async () => {
		for (const [flavour, platform] of [
			['messenger', null],
			['instagramPage', 'instagram'],
		] as const) {
			const { client, requests } = scripted([{ json: { attachment_id: '5' } }], { flavour });
			expect(await uploadAttachment(client, 'audio', file, policy)).toBe('5');
			const form = requests[0]?.body as FormData;
			expect(form.get('platform')).toBe(platform);
			expect(await fileOf(form).text()).toBe('audio bytes');
			expect(requests[0]?.abortable).toBe(true);
		}
	});

	it('is repeated after anything that passes, for it delivers nothing', async () => {
		const reset = { fault: Object.assign(new Error('x'), { code: 'ECONNRESET' }) };
		const { client } = scripted([
			reset,
			graphError(2, undefined, 500),
			{ status: 200, json: {} },
			{ json: { attachment_id: '5' } },
		]);
		expect(await uploadAttachment(client, 'audio', file, policy)).toBe('5');
	});
});

describe('one throttle', () => {
	/** Two sends of one account, sharing a rateLimiter and a clock that only the waits move. */
	function account() {
		let nowMs = 1_000_000;
		const waits: number[] = [];
		const policy = {
			maxRetries: 0,
			rateLimiter: new LocalRateLimiter(() => nowMs),
			beforePost: async () => {},
			wait: async (ms: number) => {
				waits.push(ms);
				nowMs += ms;
			},
		};
		return { policy, waits, advance: (ms: number) => (nowMs += ms) };
	}
	const throttled = (seconds: number) => ({
		...graphError(613),
		headers: { 'retry-after': String(seconds) },
	});

	it('holds back the account’s other sends and uploads until it is over', async () => {
		const { policy, waits } = account();
		const { client, requests } = scripted([
			throttled(30),
			sent(),
			{ json: { attachment_id: '5' } },
		]);
		const first = sendMedia(client, 'audio', [OWN_ID], { recipientId: '42' }, policy);
		expect(await failureOf(first)).toMatchObject({ code: 'rate_limited', attempts: 1 });
		await sendMedia(client, 'audio', [OWN_ID], { recipientId: '43' }, policy);
		expect(waits).toEqual([30_000]);
		await uploadAttachment(client, 'audio', file, policy);
		expect(requests).toHaveLength(3);
	});

	it('ends sends at once where it lasts longer than an item may wait, without a POST', async () => {
		const { policy } = account();
		const { client, requests } = scripted([throttled(600)]);
		await failureOf(sendMedia(client, 'audio', [OWN_ID], { recipientId: '42' }, policy));
		const second = sendMedia(client, 'audio', [OWN_ID], { recipientId: '43' }, policy);
		const failure = await failureOf(second);
		expect(failure).toMatchObject({ code: 'rate_limited', attempts: 0 });
		expect(failure.fix).toContain('10 minutes');
		expect(requests).toHaveLength(1);
	});

	it('is believed for an hour at most', async () => {
		const { policy, advance } = account();
		const { client } = scripted([throttled(99_999_999), sent()]);
		await failureOf(sendMedia(client, 'audio', [OWN_ID], { recipientId: '42' }, policy));
		advance(3_600_000);
		expect(await sendMedia(client, 'audio', [OWN_ID], { recipientId: '42' }, policy)).toMatchObject(
			{ messageId: 'm_1' },
		);
	});
});

it('keeps to ten a second for an account, and apart from other accounts', async () => {
	let nowMs = 0;
	const rateLimiter = new LocalRateLimiter(() => nowMs);
	const waits = await Promise.all(
		Array.from({ length: 30 }, async () => await rateLimiter.takeSlot('a', 'media')),
	);
	for (let i = 0; i + 10 < waits.length; i++) {
		expect((waits[i + 10] ?? 0) - (waits[i] ?? 0)).toBeGreaterThan(1000);
	}
	expect(await rateLimiter.takeSlot('b', 'media')).toBe(0);
	await rateLimiter.pause('b', 5_000);
	expect(await rateLimiter.takeSlot('b', 'media')).toBe(5_000);
	expect(await rateLimiter.pausedForMs('b')).toBe(5_000);
	nowMs = 6_000;
	expect(await rateLimiter.pausedForMs('b')).toBe(0);
});
