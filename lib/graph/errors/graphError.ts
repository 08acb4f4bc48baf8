import type { RenderedError } from './catalog';

/** What a user branches on. Names are part of the public contract. */
export type GraphErrorCode = RenderedError['code'];

/** Where the answer came from; ids as strings, absent when Meta did not say. */
export interface MetaAnswer {
	code?: number;
	subcode?: number;
	fbtraceId?: string;
	httpStatus?: number;
}

export interface GraphErrorDetails extends RenderedError {
	meta?: MetaAnswer;
	attempts?: number;
	/** How long Meta asks to be left alone. */
	waitMs?: number;
	/** Whether this try ended before Meta was called. */
	beforeCall?: boolean;
}

/** Thrown for everything that keeps a call to Meta from succeeding. */
export class GraphError extends Error {
	readonly code: GraphErrorCode;
	/** What the user can do. */
	readonly fix: string;
	/** Whether the recipient may have got the message. */
	readonly delivered: 'no' | 'unknown';
	/** Set only where a repeat is safe, because Meta certainly delivered nothing. */
	readonly retry?: RenderedError['retry'];
	readonly meta: MetaAnswer;
	readonly waitMs?: number;
	readonly beforeCall: boolean;
	attempts: number;

	constructor(details: GraphErrorDetails) {
		super(details.what);
		this.name = 'GraphError';
		this.code = details.code;
		this.fix = details.fix;
		this.delivered = details.delivered;
		this.retry = details.retry;
		this.meta = details.meta ?? {};
		this.waitMs = details.waitMs;
		this.beforeCall = details.beforeCall ?? false;
		this.attempts = details.attempts ?? 0;
	}

	/** A copy with these details in place of its own. */
	with(changes: Partial<GraphErrorDetails>): GraphError {
		const { code, message: what, fix, delivered, retry, meta, waitMs, beforeCall, attempts } = this;
		const details = { code, what, fix, delivered, retry, meta, waitMs, beforeCall, attempts };
		return new GraphError({ ...details, ...changes });
	}
}

export const cancelled = (): GraphError =>
	new GraphError({
		code: 'cancelled',
		what: 'The execution was cancelled before anything was sent',
		fix: 'Run the workflow again if the message is still wanted',
		delivered: 'no',
	});
