import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { refreshToken } from '../../../../lib/graph';
import { assertCan } from '../../abilities';
import { openCall, toItem } from '../../execution/call';

/**
 * A new token of Instagram Login for sixty days. The token itself is put out only on demand, since
 * stored executions keep what an item holds.
 * @throws SvaraError or GraphError
 */
export async function refreshAccountToken(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const call = await openCall(context, itemIndex);
	const { client, platform, policy, options } = call;
	assertCan(client.account.flavour, 'refreshesTokens');
	const { accessToken, expiresAt, permissions } = await refreshToken(client, policy);
	return toItem(call, {
		platform,
		expiresAt: expiresAt.toISOString(),
		...(permissions ? { permissions } : {}),
		...(options.flag('includeToken') ? { accessToken } : {}),
	});
}
