import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { GraphError, identify, inspectToken } from '../../../../lib/graph';
import { openCall, toItem, type Call } from '../../execution/call';

/**
 * Whose token this is, what it may do and until when.
 * @throws SvaraError or GraphError
 */
export async function getAccount(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const call = await openCall(context, itemIndex);
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
}

/** What Meta answers when the app's own token, made of id and secret, is not good for the question. */
const BLAME_THE_APP = new Set(['invalid_token', 'permission_denied', 'meta_error']);

/** Null stands for what Meta does not tell, with the reason beside it. */
async function tokenFacts({ client, policy, settings }: Call): Promise<IDataObject> {
	const unknown = (why: string) => ({
		permissions: null,
		expires: null,
		expiresAt: null,
		tokenFactsMissing: why,
	});
	if (!client.account.flavour.inspectsTokens) {
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
			BLAME_THE_APP.has(refused.code)
				? "Meta did not accept 'App ID' and 'App Secret' of the credential for this token"
				: `${refused.message}. ${refused.fix}`,
		);
	}
}
