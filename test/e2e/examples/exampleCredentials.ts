import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox';
import { credentialOf } from '../accounts';

/** What callers of the examples' webhooks send. */
export const API_KEY = 'Bearer a-key-of-your-own';

/** What the sandbox repeats when it checks a trigger's address. */
export const VERIFY_TOKEN = 'a-text-of-your-own';

/** A credential by the name that the examples call it by. */
export interface NamedCredential {
	name: string;
	type: string;
	data: IDataObject;
}

/** Every credential that an example names, filled in for the sandbox. */
export function exampleCredentials(sandbox: Sandbox): NamedCredential[] {
	const { instagramLogin, messenger } = sandbox.accounts;
	return [
		{ name: 'Svara Instagram account', ...account(sandbox, 'instagramLogin') },
		{ name: 'Svara Messenger account', ...account(sandbox, 'messenger') },
		{
			name: 'OpenAI account',
			type: 'openAiApi',
			data: { apiKey: 'not needed', url: `${sandbox.url}/speech/v1` },
		},
		{
			name: 'Svara API key',
			type: 'httpHeaderAuth',
			data: { name: 'Authorization', value: API_KEY },
		},
		{
			name: 'Svara session (Instagram)',
			type: 'svaraInstagramApi',
			data: {
				loginType: 'instagram',
				accessToken: '={{ $json.session.access_token }}',
				igUserId: '={{ $json.session.ig_user_id }}',
				baseUrl: sandbox.baseUrl(instagramLogin.flavour),
			},
		},
		{
			name: 'Svara session (Messenger)',
			type: 'svaraMessengerApi',
			data: {
				pageAccessToken: '={{ $json.session.page_access_token }}',
				baseUrl: sandbox.baseUrl(messenger.flavour),
			},
		},
	];
}

function account(
	sandbox: Sandbox,
	flavour: 'instagramLogin' | 'messenger',
): Omit<NamedCredential, 'name'> {
	const { type, data } = credentialOf(sandbox, sandbox.accounts[flavour]);
	const renewal = flavour === 'instagramLogin' ? { renewAutomatically: true } : {};
	return { type, data: { ...data, ...renewal, verifyToken: VERIFY_TOKEN } };
}
