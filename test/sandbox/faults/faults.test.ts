import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import { call, codeOf, FLAVOURS, readAnswer, send, text, until } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const path = /\/messages$/;

/** The raw response: some faults answer no JSON. */
function post(flavour: Flavour = 'messenger'): Promise<Response> {
	const { tokens, recipients } = sandbox.accounts[flavour];
	return fetch(`${sandbox.baseUrl(flavour)}/me/messages`, {
		method: 'POST',
		headers: { authorization: `Bearer ${tokens.valid}`, 'content-type': 'application/json' },
		body: JSON.stringify({ recipient: { id: recipients.open.id }, ...text('hi') }),
	});
}

describe.each(FLAVOURS)('Rule 12: %s: an injected error', (flavour) => {
	test('has code, subcode, status, text and headers as told, once', async () => {
		const fault = sandbox.faults.add({
			path,
			method: 'POST',
			effect: {
				error: { code: 80006, subcode: 7, status: 429, message: 'Slow down', isTransient: true },
				headers: { 'Retry-After': '19' },
			},
		});
		const answer = await send(sandbox, flavour, text('hi'));
		expect([answer.status, codeOf(answer)]).toEqual([429, '80006/7']);
		expect(answer.error).toMatchObject({
			message: flavour === 'instagramLogin' ? 'Slow down' : '(#80006) Slow down',
			type: flavour === 'instagramLogin' ? 'IGApiException' : 'OAuthException',
			is_transient: true,
		});
		expect(answer.headers.get('retry-after')).toBe('19');
		expect([fault.hits, sandbox.messages.length]).toEqual([1, 0]);
		expect((await send(sandbox, flavour, text('hi'))).status).toBe(200);
	});
});

test('faults choose their requests and count their times', async () => {
	const { open, second } = sandbox.accounts.messenger.recipients;
	sandbox.faults.add({
		path,
		times: 2,
		when: ({ body }) => JSON.stringify(body).includes(second.id),
		effect: { error: { code: 1200 } },
	});
	const to = (id: string) => send(sandbox, 'messenger', { recipient: { id }, ...text('hi') });
	const codes = [];
	for (const id of [open.id, second.id, second.id, second.id]) codes.push(codeOf(await to(id)));
	expect(codes).toEqual(['undefined', '1200', '1200', 'undefined']);
	const other = await call(sandbox, 'messenger', '/me', { method: 'GET' });
	expect(other.status).toBe(200);
});

test('Rule 12: deliver-then-500 as an HTML page or as a Graph error', async () => {
	sandbox.faults.add({ path, effect: 'deliver-then-500' });
	const page = await post();
	expect([page.status, page.headers.get('content-type')]).toEqual([
		500,
		'text/html; charset=utf-8',
	]);
	sandbox.faults.add({ path, effect: { kind: 'deliver-then-500', body: 'graph' } });
	const graph = await readAnswer(await post());
	expect([graph.status, codeOf(graph)]).toEqual([500, '2']);
	expect(sandbox.messages).toHaveLength(2);
});

test('Rule 12: deliver-then-reset delivers, and the client sees a reset', async () => {
	sandbox.faults.add({ path, effect: 'deliver-then-reset' });
	await expect(post()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
	expect(sandbox.messages).toHaveLength(1);
	expect(sandbox.requests.at(-1)).toMatchObject({ outcome: 'reset' });
	expect(sandbox.requests.at(-1)?.status).toBeUndefined();
});

test('reset-before-reading delivers nothing', async () => {
	sandbox.faults.add({ path, effect: 'reset-before-reading' });
	await expect(post()).rejects.toThrow();
	expect(sandbox.messages).toHaveLength(0);
	expect(sandbox.requests).toHaveLength(1);
	expect(sandbox.requests[0]?.body).toBeUndefined();
});

test('truncate-response delivers, and the answer breaks off', async () => {
	sandbox.faults.add({ path, effect: 'truncate-response' });
	const response = await post();
	expect(response.status).toBe(200);
	await expect(response.text()).rejects.toThrow();
	expect(sandbox.messages).toHaveLength(1);
	expect(sandbox.requests.at(-1)?.outcome).toBe('truncated');
});

test('deliver-without-id is a 200 without a message id', async () => {
	sandbox.faults.add({ path, effect: 'deliver-without-id' });
	const answer = await readAnswer(await post());
	expect(answer.body).toEqual({ recipient_id: sandbox.accounts.messenger.recipients.open.id });
	expect(sandbox.messages).toHaveLength(1);
});

test('Rule 12: deliver-slowly holds the answer until released', async () => {
	const fault = sandbox.faults.add({ path, effect: 'deliver-slowly' });
	let isAnswered = false;
	const answer = post().then((response) => {
		isAnswered = true;
		return response;
	});
	const request = await fault.reached;
	expect(request.outcome).toBe('pending');
	expect(sandbox.messages).toHaveLength(1);
	expect((await post()).status).toBe(200);
	expect(isAnswered).toBe(false);
	fault.release();
	expect((await answer).status).toBe(200);
});

test('a client that gave up waiting is noted as aborted', async () => {
	const fault = sandbox.faults.add({ path, effect: 'deliver-slowly' });
	const { tokens, recipients } = sandbox.accounts.messenger;
	const controller = new AbortController();
	const answer = fetch(`${sandbox.baseUrl('messenger')}/me/messages`, {
		method: 'POST',
		headers: { authorization: `Bearer ${tokens.valid}`, 'content-type': 'application/json' },
		body: JSON.stringify({ recipient: { id: recipients.open.id }, ...text('hi') }),
		signal: controller.signal,
	});
	const request = await fault.reached;
	controller.abort();
	await expect(answer).rejects.toThrow();
	await until(() => request.outcome === 'aborted');
	fault.release();
	expect(sandbox.messages).toHaveLength(1);
});

test('slow-then-error holds, then refuses, and delivers nothing', async () => {
	const fault = sandbox.faults.add({
		path,
		effect: { kind: 'slow-then-error', error: { code: 2, isTransient: true } },
	});
	const answer = post();
	await fault.reached;
	fault.release();
	expect(codeOf(await readAnswer(await answer))).toBe('2');
	expect(sandbox.messages).toHaveLength(0);
});

test('a literal response', async () => {
	const effect = { response: { status: 502, body: 'Bad gateway', headers: { via: 'proxy' } } };
	sandbox.faults.add({ path, effect });
	const response = await post();
	expect([response.status, await response.text(), response.headers.get('via')]).toEqual([
		502,
		'Bad gateway',
		'proxy',
	]);
});

test('what Meta refuses by itself stays refused: there is nothing to deliver', async () => {
	sandbox.faults.add({ path, effect: 'deliver-then-500' });
	const answer = await send(sandbox, 'messenger', { message: {} });
	expect(codeOf(answer)).toBe('100/2018034');
});

test('closing lets held answers go', async () => {
	const own = await startSandbox();
	const fault = own.faults.add({ effect: 'deliver-slowly' });
	const { tokens } = own.accounts.messenger;
	const answer = fetch(`${own.baseUrl('messenger')}/me?access_token=${tokens.valid}`).then(
		() => 'answered',
		() => 'cut',
	);
	await fault.reached;
	await own.close();
	expect(['answered', 'cut']).toContain(await answer);
});
