import type { ShownDelivery, ShownRequest } from '../../control/shown.js';
import type { Picture } from '../live.js';
import { isAccepted } from './DeliveryVerdict.js';

/** A line of the log: a request that came in, or a webhook that went out. */
export interface LogEntry {
	key: string;
	kind: 'request' | 'webhook';
	accountId: string | undefined;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
	method: string;
	/** What was called, as short as it can be told apart. */
	target: string;
	status: string;
	isGood: boolean;
	durationMs: number | undefined;
	request?: ShownRequest;
	delivery?: ShownDelivery;
}

export interface LogFilter {
	kind: '' | LogEntry['kind'];
	/** Empty for all. */
	accountId: string;
	/** Looked for in everything that an entry holds. */
	text: string;
}

/** The newest first. */
export function logEntries({ requests, deliveries }: Picture, filter: LogFilter): LogEntry[] {
	const entries = [
		...[...requests.values()].map(entryOfRequest),
		...[...deliveries.values()].map(entryOfDelivery),
	];
	return entries.filter((entry) => matches(entry, filter)).sort((a, b) => b.at - a.at);
}

function matches(entry: LogEntry, { kind, accountId, text }: LogFilter): boolean {
	if (kind !== '' && entry.kind !== kind) return false;
	if (accountId !== '' && entry.accountId !== accountId) return false;
	if (text === '') return true;
	const everything = JSON.stringify(entry.request ?? entry.delivery).toLowerCase();
	return everything.includes(text.toLowerCase());
}

function entryOfRequest(request: ShownRequest): LogEntry {
	const { id, accountId, at, method, path, status, outcome, durationMs } = request;
	return {
		key: `request ${id}`,
		kind: 'request',
		accountId,
		at,
		method,
		target: path.replace(/^\/graph\.\w+\.com/, '').replace(/^\/v[\d.]+/, '') || '/',
		status: outcome === 'answered' ? String(status) : outcome,
		isGood: outcome === 'answered' && (status ?? 0) < 400,
		durationMs,
		request,
	};
}

function entryOfDelivery(delivery: ShownDelivery): LogEntry {
	const { id, accountId, at, url, status, failure, durationMs } = delivery;
	return {
		key: `webhook ${id}`,
		kind: 'webhook',
		accountId,
		at,
		method: 'POST',
		target: new URL(url).pathname,
		status: String(status ?? failure ?? 'no answer'),
		isGood: isAccepted(delivery),
		durationMs,
		delivery,
	};
}
