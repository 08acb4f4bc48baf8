import type { SandboxAccount } from '../model/accounts';
import { optionalString } from '../model/parameters';
import type { Call } from './call';
import { pickFields, type GraphNode } from './fields';

/** `GET /me` and `GET /{own id}`: who the token belongs to. */
export function readAccount(call: Call): Record<string, unknown> {
	const { account, request, world } = call;
	const fields = optionalString(request.params.fields, 'fields');
	if (account.flavour === 'instagramLogin') {
		const picked = pickFields(instagramUser(account), fields, 'IGUser');
		return world.settings.wrapsInstagramMe ? { data: [picked] } : picked;
	}
	const isLinkedUser = request.segments[0] === account.igUserId;
	return isLinkedUser
		? pickFields(linkedInstagramUser(account), fields, 'IGUser')
		: pickFields(page(account, call.token.value), fields, 'Page');
}

/** With Instagram Login `id` is app-scoped; `user_id` is what webhooks call the account. */
const instagramUser = (account: SandboxAccount): GraphNode => ({
	id: account.appScopedId,
	user_id: account.igUserId,
	username: account.username,
	name: account.name,
	account_type: 'BUSINESS',
	profile_picture_url: undefined,
	followers_count: 128,
	follows_count: 12,
	media_count: 3,
});

const linkedInstagramUser = (account: SandboxAccount): GraphNode => ({
	id: account.igUserId,
	username: account.username,
	name: account.name,
	profile_picture_url: undefined,
});

const page = (account: SandboxAccount, tokenValue: string): GraphNode => ({
	id: account.pageId,
	name: account.name,
	category: 'Business',
	access_token: tokenValue,
	instagram_business_account:
		account.igUserId !== '' && account.isLinkedToInstagram
			? linkedInstagramUser(account)
			: undefined,
});
