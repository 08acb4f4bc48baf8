import type { IDataObject } from 'n8n-workflow';

import type { Flavour, Sandbox, SandboxAccount, TokenState } from '../../sandbox';

export { FLAVOURS, PAGE_FLAVOURS } from '../flavours';

export const platformOf = (flavour: Flavour) =>
	flavour === 'messenger' ? 'messenger' : 'instagram';

/** An account of the sandbox, as somebody fills it into n8n's credential. */
export function credentialOf(
	sandbox: Sandbox,
	{ flavour, tokens, igUserId, pageId, appId, appSecret }: SandboxAccount,
	token: TokenState = 'valid',
): { type: string; data: IDataObject } {
	const common = { pageId, appId, appSecret, baseUrl: sandbox.baseUrl(flavour) };
	if (flavour === 'messenger') {
		return { type: 'svaraMessengerApi', data: { pageAccessToken: tokens[token], ...common } };
	}
	const loginType = flavour === 'instagramLogin' ? 'instagram' : 'facebook';
	return {
		type: 'svaraInstagramApi',
		data: { loginType, accessToken: tokens[token], igUserId, ...common },
	};
}
