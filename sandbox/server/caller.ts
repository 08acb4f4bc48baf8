import type { RecordedRequest } from '../faults/recorder';
import { tokenOf } from '../graph/tokens';
import type { SandboxAccount } from '../model/accounts';
import type { World } from '../world/world';

/** Whose token a request came with, in whatever state; for an app's own token, whose app it is. */
export function callerOf(
	{ headers, query }: Pick<RecordedRequest, 'headers' | 'query'>,
	world: World,
): SandboxAccount | undefined {
	const token = tokenOf({ params: query, authorization: headers.authorization }) ?? '';
	const [appId] = token.split('|');
	return (
		world.findToken(token)?.account ?? world.accounts.find((account) => account.appId === appId)
	);
}
