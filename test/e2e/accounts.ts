import type { IDataObject } from 'n8n-workflow';

import type { Flavour, Sandbox, TokenState } from '../../sandbox';

export const FLAVOURS: Flavour[] = ['instagramLogin', 'instagramPage', 'messenger'];

/** The sandbox's account of a flavour, as somebody fills it into n8n's credential. */
export function credentialOf(
	sandbox: Sandbox,
	flavour: Flavour,
	token: TokenState = 'valid',
): { type: string; data: IDataObject } {
	const { tokens, igUserId, pageId, appSecret } = sandbox.accounts[flavour];
	const common = { pageId, appSecret, baseUrl: sandbox.baseUrl(flavour) };
	if (flavour === 'messenger') {
		return { type: 'svaraMessengerApi', data: { pageAccessToken: tokens[token], ...common } };
	}
	const loginType = flavour === 'instagramLogin' ? 'instagram' : 'facebook';
	return {
		type: 'svaraInstagramApi',
		data: { loginType, accessToken: tokens[token], igUserId, ...common },
	};
}
