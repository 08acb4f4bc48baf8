import { connect } from 'node:net';

import { startSandbox, type Sandbox } from '../../../sandbox';
import { silentWav } from '../../wav';
import { controlCall, controlHeaders } from '../controlCall';
import {
	AUDIO_MESSAGE,
	call,
	codeOf,
	filePart,
	readAnswer,
	send,
	text,
	until,
	type Answer,
} from '../support';

const MIB = 1024 * 1024;
/** Short enough to wait for; whatever takes its time by itself gets another sandbox's minute. */
const REQUEST_TIMEOUT_MS = 1500;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/** Whatever came before: a message still arrives, and nothing that was there is gone. */
afterEach(async () => {
	const before = sandbox.messages.length;
	expect((await send(sandbox, 'messenger', text('still here'))).status).toBe(200);
	expect(sandbox.messages).toHaveLength(before + 1);
});

const authorization = () => `Bearer ${sandbox.accounts.messenger.tokens.valid}`;
const MESSAGES = '/graph.facebook.com/v26.0/me/messages';

/** Posts bytes to Messenger's messages edge. */
async function post(contentType: string, body: Buffer | string): Promise<Answer> {
	const headers = { authorization: authorization(), 'content-type': contentType };
	return readAnswer(await fetch(sandbox.url + MESSAGES, { method: 'POST', headers, body }));
}

/** Sends text over a bare connection, and gives what came back until the server ends it. */
function raw(request: string, { url } = sandbox): Promise<string> {
	return new Promise((resolve) => {
		let answer = '';
		const socket = connect(Number(new URL(url).port), '127.0.0.1');
		socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
		socket.on('error', () => undefined).on('close', () => resolve(answer));
		socket.write(request);
	});
}

const requestLines = (...lines: string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

describe('a body that is not what it says', () => {
	test.each([
		['application/json', ''],
		['application/json', '{"recipient":'],
		['application/json', '[]'],
		['application/json', 'null'],
		['application/json', '\ud800'],
		['application/json', '['.repeat(100_000)],
		['application/json', `{"message":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
		['application/x-www-form-urlencoded', 'message={"text":'],
		['application/x-www-form-urlencoded', '%&%zz=%'],
		['multipart/form-data', '--x\r\n'],
		['multipart/form-data; boundary=x', ''],
		['multipart/form-data; boundary=x', '--x'],
		['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data\r\n\r\nhi\r\n--x--'],
		[
			'multipart/form-data; boundary=x',
			'--x\r\nContent-Disposition: form-data; name="filedata"; filename="a.m4a"\r\n\r\ncut off',
		],
		['text/plain', '{"message":{"text":"hi"}}'],
		['nonsense', 'nonsense'],
	])('%s (%#)', async (contentType, body) => {
		const answer = await post(contentType, body);
		expect([answer.status, answer.error.code]).toEqual([400, 100]);
		expect(answer.error.message).not.toContain('Sandbox bug');
	});

	test.each(['{"hours":', '[]', '"hours"', '7', '['.repeat(100_000)])(
		'of a control call (%#)',
		async (body) => {
			const headers = controlHeaders(sandbox);
			const url = `${sandbox.url}/_sandbox/clock/advance`;
			const response = await fetch(url, { method: 'POST', headers, body });
			expect([response.status, await response.json()]).toEqual([
				400,
				{ error: 'The body must be a JSON object' },
			]);
		},
	);
});

describe('a body that is too large', () => {
	test('26 MB: Meta refuses the file by itself', async () => {
		const recipient = { id: sandbox.accounts.messenger.recipients.open.id };
		const form = filePart(silentWav((26 * MIB) / 16_000), { recipient, message: AUDIO_MESSAGE });
		const answer = await call(sandbox, 'messenger', '/me/messages', { multipart: form });
		expect([answer.status, codeOf(answer)]).toEqual([400, '100/2018109']);
	});

	test('33 MB is more than any message', async () => {
		const answer = await post('application/octet-stream', Buffer.alloc(33 * MIB));
		expect([answer.status, String(answer.body.error)]).toEqual([
			413,
			'The body is larger than 33554432 bytes. Send a smaller one.',
		]);
		expect(sandbox.requests.at(-1)).toMatchObject({ status: 413, outcome: 'answered' });
	});

	test('2 MB is more than a control call; only one with a file may have it', async () => {
		const base64 = silentWav((2 * MIB) / 16_000).toString('base64');
		const { id } = sandbox.accounts.messenger.recipients.open;
		const note = { act: 'sends', type: 'audio', contentType: 'audio/wav', base64 };
		expect((await controlCall(sandbox, 'POST', 'settings', note)).status).toBe(413);
		const sent = await controlCall(sandbox, 'POST', `recipients/${id}/acts`, note);
		expect(sent.status).toBe(200);
	});
});

/** A bot at work stands in the way of the sandbox's timers, if both run in one process. */
test('a connection outlives a process that stands still for longer than Node keeps one open', async () => {
	const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
	let answers = '';
	let failure: Error | undefined;
	socket.on('data', (chunk) => (answers += chunk.toString('latin1')));
	socket.on('error', (error) => (failure = error));
	const ask = () => socket.write(requestLines('GET /favicon.ico HTTP/1.1', 'Host: localhost'));
	const received = () => answers.split('HTTP/1.1 404').length - 1;
	try {
		ask();
		await until(() => received() === 1);
		ask();
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 7500);
		await until(() => received() === 2 || failure !== undefined);
		expect(failure).toBeUndefined();
	} finally {
		socket.destroy();
	}
});

/** As many clients do it: listens only once everything is sent. */
describe('a refusal reaches a client that sends 8 MB and closes', () => {
	const post = (target: string, host: string): Promise<string> =>
		new Promise((resolve, reject) => {
			const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1').pause();
			let answer = '';
			socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
			socket.on('error', reject).on('close', () => resolve(answer));
			const head = [`POST ${target} HTTP/1.1`, `Host: ${host}`, `Content-Length: ${8 * MIB}`];
			socket.write(requestLines(...head, 'Connection: close'));
			socket.write(Buffer.alloc(8 * MIB), () => socket.resume());
		});

	test.each([
		['without a control token', 401, '/_sandbox/settings', 'localhost'],
		['under a name of its own', 403, '/', 'evil.example'],
		['where nothing lives', 404, '/nothing', 'localhost'],
		['to the gateway', 401, '/gateway.hookmyapp.com/meta/v26.0/me', 'localhost'],
		['to no URL', 400, 'http://[/', 'localhost'],
	])('%s', async (_what, status, target, host) => {
		expect(statusOf(await post(target, host))).toBe(status);
	});
});

describe('a client that takes its time is answered with 408', () => {
	let hasty: Sandbox;
	beforeAll(async () => {
		hasty = await startSandbox({ requestTimeoutMs: REQUEST_TIMEOUT_MS });
	});
	afterAll(() => hasty.close());

	test('in its headers', async () => {
		expect(statusOf(await raw('GET / HTTP/1.1\r\nHost: localhost\r\n', hasty))).toBe(408);
	});

	test('in its body', async () => {
		const head = [`POST ${MESSAGES} HTTP/1.1`, 'Host: localhost', 'Content-Length: 100'];
		const answer = raw(`${requestLines(...head)}{"recipient":`, hasty);
		await until(() => hasty.requests.length === 1);
		expect(statusOf(await answer)).toBe(408);
		expect(hasty.requests[0]?.outcome).toBe('aborted');
	});
});

describe('what is hardly HTTP', () => {
	const close = 'Connection: close';
	test.each([
		['nonsense', requestLines('nonsense'), 400],
		['no Host', requestLines('GET / HTTP/1.1', close), 400],
		['two Hosts', requestLines('GET / HTTP/1.1', 'Host: a', 'Host: localhost', close), 403],
		['an old HTTP without Host', requestLines('GET / HTTP/1.0'), 403],
		['a header of 20 KiB', requestLines('GET / HTTP/1.1', `X: ${'x'.repeat(20_480)}`), 431],
		[
			'5000 headers',
			requestLines(
				'GET / HTTP/1.1',
				'Host: localhost',
				close,
				...Array<string>(5000).fill('A: nothing'),
			),
			431,
		],
		['an address that is none', requestLines('GET // HTTP/1.1', 'Host: localhost', close), 404],
		['*', requestLines('OPTIONS * HTTP/1.1', 'Host: localhost', close), 400],
		['another server', requestLines('GET http://a/ HTTP/1.1', 'Host: a', close), 403],
		[
			'a folder above',
			requestLines('GET /../../etc/passwd HTTP/1.1', 'Host: localhost', close),
			404,
		],
		['a broken escape', requestLines('GET /%zz.js HTTP/1.1', 'Host: localhost', close), 404],
		[
			'a broken escape in a Graph path',
			requestLines(`POST ${MESSAGES}/%zz HTTP/1.1`, 'Host: localhost', close),
			400,
		],
		['two lengths', requestLines('POST / HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2'), 400],
	])('%s', async (_what, request, status) => {
		expect(statusOf(await raw(request))).toBe(status);
	});

	test('a client that goes away in the middle of its file', async () => {
		const head = [`POST ${MESSAGES} HTTP/1.1`, 'Host: localhost', 'Content-Length: 1000000'];
		const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
		socket.write(requestLines(...head) + 'x'.repeat(1000));
		await until(() => sandbox.requests.length === 1);
		socket.resetAndDestroy();
		await until(() => sandbox.requests[0]?.outcome === 'aborted');
	});
});
