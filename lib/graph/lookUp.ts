import { asId, isObject } from '../jsonValues';
import type { GraphCall, GraphClient, GraphObject } from './client';
import { cancelled } from './errors';
import type { RateLimiter } from './rateLimiter';
import type { RetryPolicy } from './retry';
import { retryInSlots } from './slots';

export interface LookUpPolicy extends RetryPolicy {
	rateLimiter: RateLimiter;
	/** For one look-up, where that is less than the client's. */
	timeoutMs?: number;
}

/** A call of the Conversations API, at its own pace. Rejects with a GraphError. */
export async function lookUp(
	client: GraphClient,
	path: string,
	query: GraphCall['query'],
	policy: LookUpPolicy,
): Promise<GraphObject> {
	const { account } = client;
	const { signal, timeoutMs } = policy;
	return await retryInSlots(account, policy, 'conversations', async () => {
		if (signal?.aborted) throw cancelled();
		return await client.call({ method: 'GET', path, query, delivers: false, timeoutMs });
	});
}

/** What stands behind a page of a Graph list; undefined on the last, or where it leads to itself. */
export function cursorAfter(paging: unknown, current: string | undefined): string | undefined {
	const { cursors, next } = (paging ?? {}) as GraphObject;
	const cursor = asId((cursors as GraphObject | undefined)?.after);
	return next === undefined || cursor === current ? undefined : cursor;
}

/** Graph writes "2022-07-12T19:11:07+0000". */
export function toDate(value: unknown): Date | undefined {
	if (typeof value !== 'string') return undefined;
	const date = new Date(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The objects of a list, whatever else stands in it or in its place. */
export const listOf = (value: unknown): GraphObject[] =>
	Array.isArray(value) ? value.filter(isObject) : [];
