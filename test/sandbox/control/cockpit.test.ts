import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { INodeProperties } from 'n8n-workflow';

import { SvaraInstagramApi } from '../../../credentials/SvaraInstagramApi.credentials';
import { SvaraMessengerApi } from '../../../credentials/SvaraMessengerApi.credentials';
import type { Sandbox } from '../../../sandbox';
import type { Callback } from '../callback';
import { controlCall } from '../controlCall';
import { useSandboxWithCallback } from '../stage';
import { AUDIO_MESSAGE, call, codeOf, filePart, FLAVOURS, send, text, vector } from '../support';

let sandbox: Sandbox;
let callback: Callback;
useSandboxWithCallback((stage) => ({ sandbox, callback } = stage));

const control = <Body = Record<string, unknown>>(method: string, path: string, body: object = {}) =>
	controlCall<Body>(sandbox, method, path, method === 'GET' ? undefined : body);

/** Lets a real shell read the command, and does what curl would: that is not on every machine. */
async function runAsShell(command: string): Promise<number> {
	const print = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
	const script = `curl() { "$NODE" -e '${print}' -- "$@"; }\n${command}`;
	const env = { ...process.env, NODE: process.execPath };
	const { stdout } = await promisify(execFile)('sh', ['-c', script], { env });
	const args = JSON.parse(stdout) as string[];
	const after = (flag: string) => args.flatMap((arg, at) => (args[at - 1] === flag ? [arg] : []));
	const headers = after('-H').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]);
	const [method = 'GET'] = after('-X');
	const [body] = after('--data-binary');
	const url = args.find((arg) => arg.startsWith('http')) ?? '';
	const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
	return response.status;
}

interface Credential {
	accountId: string;
	type: string;
	isGateway: boolean;
	fields: Array<{ name: string; label: string; value: string }>;
}

const credentials = async (): Promise<Credential[]> =>
	(await control<Credential[]>('GET', 'credentials')).body;

describe('credentials', () => {
	test("every field is one of n8n's credential, by name and by label", async () => {
		const types = [new SvaraInstagramApi(), new SvaraMessengerApi()];
		for (const { type, fields } of await credentials()) {
			const properties: INodeProperties[] =
				types.find(({ displayName }) => displayName === type)?.properties ?? [];
			const known = properties.map(({ name, displayName }) => `${name}: ${displayName}`);
			for (const { name, label } of fields) expect(known).toContain(`${name}: ${label}`);
			expect(fields.map(({ name }) => name)).toEqual(
				expect.arrayContaining(['appId', 'appSecret', 'verifyToken', 'baseUrl']),
			);
		}
	});

	test('behind a gateway there is one more, which works', async () => {
		const { id } = sandbox.accounts.instagramLogin;
		await control('POST', `accounts/${id}/gateway`);
		const own = (await credentials()).filter(({ accountId }) => accountId === id);
		expect(own.map(({ isGateway }) => isGateway)).toEqual([false, true]);
		const value = (name: string) => own[1]?.fields.find((each) => each.name === name)?.value ?? '';
		const response = await fetch(`${value('baseUrl')}/me`, {
			headers: { authorization: `Bearer ${value('accessToken')}` },
		});
		expect(response.status).toBe(200);
		await control('DELETE', `accounts/${id}/gateway`);
		expect(await credentials()).toHaveLength(3);
	});
});

describe('faults by name', () => {
	const arm = (preset: string, accountId: string, times?: unknown) =>
		control('POST', 'faults', { preset, accountId, ...(times === undefined ? {} : { times }) });

	test.each(FLAVOURS)('strike one account, as often as told (%s)', async (flavour) => {
		const other = flavour === 'messenger' ? 'instagramLogin' : 'messenger';
		await arm('customer-blocked', sandbox.accounts[flavour].id, 2);
		expect((await send(sandbox, other, text('hi'))).status).toBe(200);
		const codes = [];
		for (let time = 0; time < 3; time += 1) {
			codes.push(codeOf(await send(sandbox, flavour, text('hi'))));
		}
		expect(codes).toEqual(['551/1545041', '551/1545041', 'undefined']);
	});

	test('leave typing bubbles alone, and lookups unless they are about everything', async () => {
		const { id } = sandbox.accounts.messenger;
		await arm('customer-blocked', id);
		await arm('token-expired', id);
		const typing = await send(sandbox, 'messenger', { sender_action: 'typing_on' });
		expect(codeOf(typing)).toBe('190/463');
		const { body } = await control<Array<{ hits: number; timesLeft: number | null }>>(
			'GET',
			'faults',
		);
		expect(body).toMatchObject([
			{ hits: 0, timesLeft: 1 },
			{ hits: 1, timesLeft: null },
		]);
	});

	test('are listed and removed', async () => {
		const { id, name } = sandbox.accounts.messenger;
		const { body } = await arm('meta-down', id, 'always');
		expect(body).toMatchObject({ label: `Meta is down (${name})`, hits: 0, timesLeft: null });
		await control('DELETE', `faults/${String(body.id)}`);
		expect((await control<unknown[]>('GET', 'faults')).body).toEqual([]);
	});

	test.each([
		[{ preset: 'nonsense', accountId: '1' }],
		[{ preset: 'meta-down' }],
		[{ preset: 'meta-down', accountId: 'nobody' }],
		[{ preset: 'meta-down', accountId: '109951162777601', times: -1 }],
	])('refuse %j', async (body) => {
		const answer = await control('POST', 'faults', body);
		expect([answer.status, typeof answer.body.error]).toEqual([400, 'string']);
	});
});

describe('the log', () => {
	test('keeps the answer, its time, and what Meta would have said without the fault', async () => {
		sandbox.faults.add({ path: /messages$/, times: 3, effect: { error: 'temporaryFailure' } });
		await send(sandbox, 'messenger', text('hi'));
		await send(sandbox, 'messenger', text('x'.repeat(2001)));
		const [first, second] = sandbox.requests;
		expect(first).toMatchObject({
			accountId: sandbox.accounts.messenger.id,
			fault: expect.stringContaining('temporaryFailure') as unknown,
			answer: { status: 500, body: expect.stringContaining('1545012') as unknown },
			withoutFault: { status: 200, body: expect.stringContaining('message_id') as unknown },
			durationMs: expect.any(Number) as unknown,
		});
		expect(second?.withoutFault?.status).toBe(400);
		expect(sandbox.messages).toEqual([]);
		sandbox.faults.clear();
		sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-reset' });
		await expect(send(sandbox, 'messenger', text('hi'))).rejects.toThrow();
		expect(sandbox.requests.at(-1)).toMatchObject({
			outcome: 'reset',
			withoutFault: { status: 200 },
		});
	});

	test('is bounded, and keeps the latest', async () => {
		for (let at = 0; at < 2100; at += 1) {
			await fetch(`${sandbox.baseUrl('messenger')}/nobody-${at}`);
		}
		expect(sandbox.requests.length).toBeLessThanOrEqual(2000);
		expect(sandbox.requests.at(-1)).toMatchObject({ id: 2100 });
		expect(sandbox.requests.at(-1)?.path).toMatch(/nobody-2099$/);
	});

	test('shows no token, wherever it stood', async () => {
		const { valid } = sandbox.accounts.instagramLogin.tokens;
		const query = { grant_type: 'ig_refresh_token', access_token: valid };
		const renewed = await call(sandbox, 'instagramLogin', '/refresh_access_token', {
			method: 'GET',
			token: undefined,
			query,
		});
		const shown = JSON.stringify((await control('GET', 'requests')).body);
		expect(renewed.status).toBe(200);
		expect(shown).not.toContain(valid);
		expect(shown).not.toContain(String(renewed.body.access_token));
	});

	test('gives requests and webhooks as commands that do the same', async () => {
		const run = async (path: string, body = {}) => {
			const answer = await control<{ curl: string }>('POST', path, body);
			return runAsShell(answer.body.curl);
		};
		await send(sandbox, 'messenger', text(`It's "$HOME" @here`));
		expect(await run('requests/1/curl', { withToken: true })).toBe(200);
		expect(sandbox.messages.map((each) => each.text)).toEqual(
			Array.from({ length: 2 }, () => `It's "$HOME" @here`),
		);
		const hidden = (await control<{ curl: string }>('POST', 'requests/1/curl')).body.curl;
		expect(hidden).not.toContain(sandbox.accounts.messenger.tokens.valid);

		const { messenger } = sandbox.accounts;
		const { url: callbackUrl, verifyToken } = callback;
		await control('POST', `accounts/${messenger.id}/webhooks`, { callbackUrl, verifyToken });
		sandbox.customer(messenger, messenger.recipients.open).writes(`It's üß`);
		await sandbox.webhooks.idle();
		await run('deliveries/1/curl');
		await control('POST', 'deliveries/1/again');
		const [first, ...again] = callback.received;
		expect(again).toHaveLength(2);
		for (const each of again) {
			expect(each.body.equals(first!.body)).toBe(true);
			expect(each.headers['x-hub-signature-256']).toBe(first!.headers['x-hub-signature-256']);
		}
		expect(sandbox.webhooks.deliveries[0]).toMatchObject({
			status: 200,
			answer: { body: 'EVENT_RECEIVED' },
			durationMs: expect.any(Number) as unknown,
		});
	});

	test('names the parts of a multipart body', async () => {
		const recipient = { id: sandbox.accounts.messenger.recipients.open.id };
		const multipart = filePart(vector('voice.m4a'), { recipient, message: AUDIO_MESSAGE });
		await call(sandbox, 'messenger', '/me/messages', { multipart });
		const { curl } = (await control<{ curl: string }>('POST', 'requests/1/curl')).body;
		expect(curl).toContain(`--form-string 'recipient={"id":"${recipient.id}"}'`);
		expect(curl).toContain(`-F 'filedata=@"note.m4a";type=audio/mp4'`);
	});
});

describe('connecting a trigger', () => {
	const subscribe = (body: object) =>
		control<{ error?: string; handshake: { answer?: object; refusal?: { fix: string } } }>(
			'POST',
			`accounts/${sandbox.accounts.messenger.id}/webhooks`,
			{ callbackUrl: callback.url, verifyToken: callback.verifyToken, ...body },
		);

	test('tells how the callback was asked, and what to do where it refuses', async () => {
		expect((await subscribe({})).body.handshake).toMatchObject({
			request: { method: 'GET', url: expect.stringContaining('hub.challenge=') as unknown },
			answer: { status: 200 },
		});
		const refused = await subscribe({ verifyToken: 'another' });
		expect(refused.status).toBe(400);
		expect(refused.body.handshake).toMatchObject({
			answer: { status: 403 },
			refusal: { reason: 'HTTP Status Code = 403; HTTP Message = Forbidden' },
		});
		expect(refused.body.handshake.refusal?.fix).toContain('verify tokens differ');
		const gone = await subscribe({ callbackUrl: 'http://127.0.0.1:1/' });
		expect(gone.body.handshake.answer).toBeUndefined();
		expect(gone.body.handshake.refusal?.fix).toContain('Nothing listens');
	});

	test('sends a test event once there is a callback', async () => {
		const path = `accounts/${sandbox.accounts.messenger.id}/webhooks/test`;
		expect((await control('POST', path)).status).toBe(400);
		await subscribe({});
		expect((await control('POST', path)).body).toMatchObject({ status: 200 });
		expect(callback.received).toHaveLength(1);
	});

	test('behind a gateway the gateway asks, in its own way', async () => {
		const { id } = sandbox.accounts.messenger;
		const { body } = await control('POST', `accounts/${id}/gateway`);
		callback.handshake = (query) => ({
			status: 200,
			body: query.size === 0 ? String(body.verifyToken) : '',
		});
		expect((await subscribe({})).status).toBe(200);
		callback.handshake = () => ({ status: 200, body: 'hello' });
		expect((await subscribe({})).body.error).toContain('The gateway would refuse');
	});
});
