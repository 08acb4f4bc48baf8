import { createHmac } from 'node:crypto';

import type { GatewayConnection, Sandbox } from '../../../sandbox';
import type { Callback } from '../callback';
import { controlCall } from '../controlCall';
import { useSandboxWithCallback } from '../stage';
import { readAnswer } from '../support';

let sandbox: Sandbox;
let callback: Callback;
let gateway: GatewayConnection & { baseUrl: string };
useSandboxWithCallback((stage) => ({ sandbox, callback } = stage));
beforeEach(() => {
	gateway = sandbox.connectGateway(sandbox.accounts.instagramLogin);
	callback.handshake = () => ({ status: 200, body: gateway.verifyToken });
});

const ask = async (path: string, token = gateway.accessToken) =>
	await readAnswer(
		await fetch(gateway.baseUrl + path, { headers: { authorization: `Bearer ${token}` } }),
	);

test('passes Graph on under its own token, and takes no other', async () => {
	const { igUserId, tokens } = sandbox.accounts.instagramLogin;
	expect(gateway.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/gateway\.hookmyapp\.com\/meta\/v\d/);
	expect((await ask('/me?fields=user_id')).body).toMatchObject({ user_id: igUserId });
	expect((await ask('/me', tokens.valid)).status).toBe(401);
	expect((await fetch(`${gateway.baseUrl}/me`)).status).toBe(401);
});

test.each(['access_token', 'input_token'])('refuses a token in the query as %s', async (name) => {
	const { accessToken } = gateway;
	const answer = await ask(`/refresh_access_token?${name}=${accessToken}`);
	expect([answer.status, answer.body]).toEqual([
		400,
		{ error: `${name} is not accepted in the query` },
	]);
	expect(sandbox.requests).toEqual([]);
});

test('signs what it forwards with a header and a secret of its own', async () => {
	const account = sandbox.accounts.instagramLogin;
	await sandbox.webhooks.setAtGateway(account, callback.url);
	sandbox.customer(account, account.recipients.open).writes('äöå / 👋');
	await sandbox.webhooks.idle();

	const [first] = callback.received;
	const hmac = createHmac('sha256', gateway.signingSecret).update(first!.body).digest('hex');
	expect(first?.headers).toMatchObject({ 'x-hookmyapp-signature-256': `sha256=${hmac}` });
	expect(first?.headers).not.toHaveProperty('x-hub-signature-256');
	expect(first?.headers).not.toHaveProperty('x-hub-signature');
	expect(first?.body.toString()).toContain('äöå / 👋');
	expect(first?.json.object).toBe('instagram');
});

test('checks a callback with a bare GET', async () => {
	const account = sandbox.accounts.instagramLogin;
	const asked: string[] = [];
	callback.handshake = (query) => {
		asked.push(query.toString());
		return { status: 200, body: 'something else' };
	};
	await expect(sandbox.webhooks.setAtGateway(account, callback.url)).rejects.toThrow('its check');
	expect(asked).toEqual(['']);
	callback.handshake = () => ({ status: 403, body: gateway.verifyToken });
	await expect(sandbox.webhooks.setAtGateway(account, callback.url)).rejects.toThrow('HTTP 403');
	const gone = 'http://127.0.0.1:1/';
	await expect(sandbox.webhooks.setAtGateway(account, gone)).rejects.toThrow('nothing');
	const { messenger } = sandbox.accounts;
	await expect(sandbox.webhooks.setAtGateway(messenger, gone)).rejects.toThrow('no gateway');
});

test('the control API puts an account behind it', async () => {
	const { id } = sandbox.accounts.messenger;
	const answer = await controlCall(sandbox, 'POST', `accounts/${id}/gateway`);
	expect(answer.body).toEqual({
		baseUrl: gateway.baseUrl,
		accessToken: expect.stringMatching(/^hmat_live_/),
		signingSecret: expect.any(String),
		verifyToken: expect.any(String),
	});
});
