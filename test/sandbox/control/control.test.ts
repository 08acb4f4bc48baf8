import { startSandbox, type Sandbox } from '../../../sandbox';
import { controlCall, controlHeaders } from '../controlCall';
import { AUDIO_MESSAGE, call, codeOf, DAY_MS, filePart, send, text, vector } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const control = (method: string, name: string, body?: unknown) =>
	controlCall(sandbox, method, name, body);

test('accounts: everything a credential needs, with ids as strings', async () => {
	const { body } = await control('GET', 'accounts');
	const { instagramLogin } = sandbox.accounts;
	expect(body).toHaveLength(3);
	expect(body).toMatchObject([
		{
			flavour: 'instagramLogin',
			baseUrl: sandbox.baseUrl('instagramLogin'),
			igUserId: instagramLogin.igUserId,
			tokens: { valid: instagramLogin.tokens.valid },
			recipients: expect.arrayContaining([
				expect.objectContaining({ id: instagramLogin.recipients.open.id, isWindowOpen: true }),
				expect.objectContaining({
					id: instagramLogin.recipients.windowClosed.id,
					isWindowOpen: false,
				}),
			]) as unknown,
		},
		{ flavour: 'instagramPage' },
		{ flavour: 'messenger' },
	]);
});

test('messages and their media, whole and in ranges', async () => {
	const bytes = vector('voice.m4a');
	const recipient = { id: sandbox.accounts.messenger.recipients.open.id };
	const multipart = filePart(bytes, { recipient, message: AUDIO_MESSAGE });
	await call(sandbox, 'messenger', '/me/messages', { multipart });
	const { body } = await control('GET', 'messages');
	const [message] = body as unknown as Array<{ mediaUrl: string; attachment: object }>;
	expect(message?.attachment).toMatchObject({ container: 'm4a', sizeBytes: bytes.length });
	expect(message?.attachment).not.toHaveProperty('bytes');
	const url = `${sandbox.url}${message?.mediaUrl ?? ''}`;
	const headers = controlHeaders(sandbox);
	const whole = await fetch(url, { headers });
	expect(whole.headers.get('content-type')).toBe('audio/mp4');
	expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
	const part = await fetch(url, { headers: { ...headers, range: 'bytes=10-19' } });
	expect(part.status).toBe(206);
	expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
	expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
	expect((await control('GET', 'messages/nothing/media')).status).toBe(404);
});

test('faults: added, held, released and cleared', async () => {
	const added = await control('POST', 'faults', {
		path: '/messages$',
		method: 'POST',
		effect: 'deliver-slowly',
	});
	const answer = send(sandbox, 'messenger', text('hi'));
	const id = String(added.body.id);
	await control('POST', `faults/${id}/release`);
	expect((await answer).status).toBe(200);
	await control('POST', 'faults', { effect: { error: { code: 613 } }, times: 9 });
	expect(codeOf(await send(sandbox, 'messenger', text('hi')))).toBe('613');
	await control('DELETE', 'faults');
	expect((await send(sandbox, 'messenger', text('hi'))).status).toBe(200);
});

test('the clock closes windows, and the customer opens theirs', async () => {
	const { open } = sandbox.accounts.messenger.recipients;
	const beforeMs = Date.now();
	await control('POST', 'clock/advance', { days: 1, ms: 5 });
	expect(sandbox.clock.now()).toBeGreaterThan(beforeMs + DAY_MS);
	expect(codeOf(await send(sandbox, 'messenger', text('hi')))).toBe('10/2018278');
	await control('POST', `recipients/${open.id}`, { wrote: true });
	expect((await send(sandbox, 'messenger', text('hi'))).status).toBe(200);
});

test('accounts and settings can be changed', async () => {
	const { instagramPage } = sandbox.accounts;
	await control('POST', `accounts/${instagramPage.pageId}`, { isLinkedToInstagram: false });
	expect(codeOf(await send(sandbox, 'instagramPage', text('hi')))).toBe('100/2534013');
	await control('POST', 'settings', { language: 'pseudo' });
	expect((await send(sandbox, 'instagramPage', text('hi'))).error.message).toMatch(/^\(#100\) ⟦/);
});

test('reset brings the seeded world back', async () => {
	await send(sandbox, 'messenger', text('hi'));
	const { valid } = sandbox.accounts.messenger.tokens;
	await control('POST', 'clock/advance', { days: 9 });
	await control('POST', 'reset', {});
	expect(sandbox.messages).toHaveLength(0);
	expect(sandbox.accounts.messenger.tokens.valid).toBe(valid);
	expect((await send(sandbox, 'messenger', text('hi'))).status).toBe(200);
	expect((await control('GET', 'state')).body).toMatchObject({ messages: 1, requests: 1 });
});

test('requests are shown without their tokens', async () => {
	await send(sandbox, 'messenger', text('hi'));
	const { valid } = sandbox.accounts.messenger.tokens;
	const query = { access_token: valid };
	await call(sandbox, 'messenger', '/me', { method: 'GET', token: undefined, query });
	await call(sandbox, 'messenger', '/me', { token: undefined, json: { access_token: valid } });
	const { body } = await control('GET', 'requests');
	expect(body).toMatchObject([{ method: 'POST', status: 200, outcome: 'answered' }, {}, {}]);
	expect(JSON.stringify(body)).not.toContain(valid);
	expect(sandbox.requests[0]?.headers.authorization).toBe(`Bearer ${valid}`);
});

test.each([
	['POST', 'clock/advance', { hours: -1 }],
	['POST', 'clock/advance', { fortnights: 1 }],
	['POST', 'faults', {}],
	['POST', 'faults', { effect: 'explode' }],
	['POST', 'faults', { effect: 'deliver-then-500', path: '(' }],
	['POST', 'settings', { language: 'de' }],
	['POST', 'settings', { language: 7 }],
	['POST', 'settings', { constructor: 7 }],
	['POST', 'accounts/1', {}],
	['POST', 'faults/99/release', {}],
])('%s %s refuses %j', async (method, name, body) => {
	const answer = await control(method, name, body);
	expect([answer.status, typeof answer.body.error]).toEqual([400, 'string']);
});

test('every call that help lists answers, or says what is wrong with its id or body', async () => {
	const { calls } = (await control('GET', 'help')).body as { calls: string[] };
	for (const listed of calls) {
		const [method = '', path = ''] = listed.split(' ');
		const response = await fetch(sandbox.url + path.replace(/:\w+/, '999'), {
			method,
			headers: controlHeaders(sandbox),
			...(method === 'POST' ? { body: '{}' } : {}),
		});
		const answer = (await response.json()) as { error?: string };

		if (path.includes(':')) expect([listed, response.ok]).toEqual([listed, false]);
		expect([listed, response.status < 500]).toEqual([listed, true]);
		expect([listed, typeof answer.error]).toEqual([listed, response.ok ? 'undefined' : 'string']);
	}
});

test('a body that is not declared as JSON is refused', async () => {
	const response = await fetch(`${sandbox.url}/_sandbox/reset`, {
		method: 'POST',
		headers: { ...controlHeaders(sandbox), 'content-type': 'text/plain' },
		body: '{}',
	});
	expect(response.status).toBe(400);
});
