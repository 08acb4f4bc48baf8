import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox';
import { credentialOf } from '../accounts';

/** What callers of the examples' webhooks send. */
export const API_KEY = 'Bearer a-key-of-your-own';

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
		{ name: 'Svara Instagram account', ...accountCredential(sandbox, 'instagramLogin') },
		{ name: 'Svara Messenger account', ...accountCredential(sandbox, 'messenger') },
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

function accountCredential(
	sandbox: Sandbox,
	flavour: 'instagramLogin' | 'messenger',
): Omit<NamedCredential, 'name'> {
	const account = sandbox.accounts[flavour];
	const { type, data } = credentialOf(sandbox, account);
	const renewal = flavour === 'instagramLogin' ? { renewAutomatically: true } : {};
	// The sandbox's page fills it in by itself where a trigger is connected.
	return { type, data: { ...data, ...renewal, verifyToken: account.verifyToken } };
}
