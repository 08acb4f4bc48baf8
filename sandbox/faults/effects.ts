import type { ErrorName } from '../model/errorTable';

/** An error answer of the test's choosing; `message` defaults to Meta's all-purpose sentence. */
export interface InjectedError {
	code: number;
	subcode?: number;
	/** HTTP status; default 400, or 500 for codes 1 and 2. */
	status?: number;
	message?: string;
	isTransient?: boolean;
}

/** Ways to fail, besides Meta's own errors. "Deliver" means: the customer gets the message. */
export type FaultEffect =
	/**
	 * Answers an error, by the name of its row or in the test's own words, and delivers nothing.
	 * `values` fill the row's placeholders.
	 */
	| {
			error: InjectedError | ErrorName;
			headers?: Record<string, string>;
			values?: Record<string, string>;
	  }
	/** Answers literally this and delivers nothing, e.g. a 502 page of a proxy. */
	| { response: { status: number; body?: string; headers?: Record<string, string> } }
	/** As the first, but held until `release()`. */
	| { kind: 'slow-then-error'; error: InjectedError | ErrorName; headers?: Record<string, string> }
	/** Delivers, then answers 500: an HTML page (default) or a Graph error. */
	| { kind: 'deliver-then-500'; body?: 'html' | 'graph' }
	| { kind: SimpleFault }
	| Exclude<FaultKind, 'slow-then-error'>;

/** Every effect that has a name; but for `slow-then-error` the name alone will do. */
export const FAULT_KINDS = [
	'slow-then-error',
	'deliver-then-500',
	/** Delivers, and answers once `release()` was called. */
	'deliver-slowly',
	/** Delivers, then resets the connection. */
	'deliver-then-reset',
	/** Delivers, then answers 200 without `message_id`. */
	'deliver-without-id',
	/** Delivers, then breaks off in the middle of the answer. */
	'truncate-response',
	/** Resets the connection before the body was read: nothing was delivered. */
	'reset-before-reading',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
export type SimpleFault = Exclude<FaultKind, 'slow-then-error' | 'deliver-then-500'>;
