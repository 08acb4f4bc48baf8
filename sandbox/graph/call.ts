import type { SandboxAccount, TokenRecord } from '../model/accounts';
import type { World } from '../world/world';
import type { GraphRequest } from './request';

/** An authenticated call on one of the token's own objects. */
export interface Call {
	world: World;
	request: GraphRequest;
	token: TokenRecord;
	account: SandboxAccount;
	/** Aborted when the sandbox closes. */
	signal: AbortSignal;
}
