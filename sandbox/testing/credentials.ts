import type { SandboxAccount } from '../model/accounts';

/** What a program needs to send as an account, and to check its webhooks. */
export interface Credentials {
	/** The Graph's address with the version, e.g. `http://127.0.0.1:8026/graph.facebook.com/v26.0`. */
	baseUrl: string;
	/** Of Instagram Login, or of the Page. */
	accessToken: string;
	/** Whom webhooks call the account by: `entry[].id`. */
	accountId: string;
	/** Empty on `messenger`. */
	igUserId: string;
	/** Empty on `instagramLogin`. */
	pageId: string;
	appId: string;
	/** Signs the webhooks. */
	appSecret: string;
}

export const credentialsOf = (account: SandboxAccount, baseUrl: string): Credentials => ({
	baseUrl,
	accessToken: account.tokens.valid,
	accountId: account.id,
	igUserId: account.igUserId,
	pageId: account.pageId,
	appId: account.appId,
	appSecret: account.appSecret,
});
