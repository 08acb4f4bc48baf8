import type { SandboxAccount } from '../model/accounts';
import { GraphError } from '../model/graphError';
import type { World } from '../world/world';

/** "Rolling one hour window." Source: Meta, "Graph API rate limits". */
const WITHIN_MS = 60 * 60 * 1000;

const bucketOf = ({ appId }: SandboxAccount): string => `app ${appId}`;

/**
 * Counts a call of the account's app, whichever edge it is.
 * @throws GraphError 4 above the limit, if one is set
 */
export function takeAppCall({ limits, settings }: World, account: SandboxAccount): void {
	const { appCallsPerHour } = settings;
	if (appCallsPerHour === null) return;
	if (!limits.take(bucketOf(account), appCallsPerHour, WITHIN_MS)) {
		throw new GraphError('appRequestLimit');
	}
}

/** The header that tells how much of the limit is used, percent; none while there is no limit. */
export function appUsageHeaders(
	{ limits, settings }: World,
	account: SandboxAccount | undefined,
): Record<string, string> {
	const { appCallsPerHour } = settings;
	if (appCallsPerHour === null || account === undefined) return {};
	const used = limits.count(bucketOf(account), WITHIN_MS);
	const percent = Math.floor((100 * used) / appCallsPerHour);
	const usage = { call_count: percent, total_time: percent, total_cputime: percent };
	return { 'X-App-Usage': JSON.stringify(usage) };
}
