import type { IDataObject } from 'n8n-workflow';

import { GraphError, identify, inspectToken } from '../../../../lib/graph';
import { toItem, type Call } from '../../execution/call';
import { renewedUntil } from '../../execution/renewToken';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** Whose token this is, what it may do and until when. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	description: 'Find out whose token this is, what it may do and until when',
	action: 'Get account',
	needs: 'account',
	reachesCustomers: false,
	availability: { ...EVERYWHERE, instagramLogin: { note: 'without expiry' } },
	fields: [],
	options: CALL_OPTIONS,

	async execute(call) {
		const { client, platform, policy, settings } = call;
		const me = await identify(client, policy);
		const account = settings.flavour === 'instagramPage' ? me.instagram : undefined;
		return toItem(call, {
			platform,
			loginType: settings.flavour === 'instagramLogin' ? 'instagram' : 'facebook',
			accountId: account?.id ?? me.ids[0] ?? null,
			name: account?.name ?? me.name,
			...(settings.flavour === 'instagramPage'
				? { pageId: me.ids[0] ?? null, pageName: me.name }
				: {}),
			...(await tokenFacts(call)),
		});
	},
};

/** Codes Meta answers with when 'App ID' and 'App Secret' are wrong, or another app's. */
const APP_REFUSED = new Set(['invalid_token', 'permission_denied', 'meta_error']);

/** Null stands for what Meta does not tell, with the reason beside it. */
async function tokenFacts(call: Call): Promise<IDataObject> {
	const { client, policy, settings } = call;
	const unknown = (why: string) => ({
		permissions: null,
		expires: null,
		expiresAt: null,
		tokenFactsMissing: why,
	});
	if (!client.account.flavour.inspectsTokens) {
		const expiresAt = await renewedUntil(call);
		if (expiresAt) {
			return {
				permissions: null,
				expires: true,
				expiresAt: expiresAt.toISOString(),
				tokenFactsMissing: 'Instagram Login does not tell permissions',
			};
		}
		return unknown(
			"Instagram Login tells neither permissions nor expiry. A token lives for 60 days; 'Refresh Token' gives a new one and its expiry",
		);
	}
	const id = settings.appId ?? '';
	const [secret] = client.account.appSecrets;
	if (id === '' || secret === undefined) {
		return unknown(
			"Fill in 'App ID' and 'App Secret' of the credential to see permissions and expiry",
		);
	}
	try {
		const facts = await inspectToken(client, { id, secret }, policy);
		return {
			permissions: facts.permissions,
			expires: facts.expiresAt !== undefined,
			expiresAt: facts.expiresAt?.toISOString() ?? null,
		};
	} catch (refused) {
		if (!(refused instanceof GraphError) || refused.code === 'cancelled') throw refused;
		return unknown(
			APP_REFUSED.has(refused.code)
				? "Meta did not accept 'App ID' and 'App Secret' of the credential for this token"
				: `${refused.message}. ${refused.fix}`,
		);
	}
}
