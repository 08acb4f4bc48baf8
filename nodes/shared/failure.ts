import {
	BaseError,
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { AudioErrorCode } from '../../lib/audio';
import { GraphError, type GraphErrorCode } from '../../lib/graph';

/** Every code a user may branch on; part of the public contract. */
export type ErrorCode = AudioErrorCode | GraphErrorCode | 'audio_too_long';

/** Thrown where we say no ourselves, before Meta is asked. */
export class SvaraError extends Error {
	constructor(
		readonly code: ErrorCode,
		/** What happened, without a full stop. */
		message: string,
		/** How to fix it. */
		readonly fix: string,
	) {
		super(message);
		this.name = 'SvaraError';
	}
}

/** The execution ended before this item's message was posted. */
export const cancelled = () =>
	new SvaraError(
		'cancelled',
		'The execution was cancelled before anything was sent for this item',
		'Run the workflow again if the message is still wanted',
	);

/** Anything that went wrong, in one shape. */
export interface Failure {
	code: ErrorCode;
	message: string;
	fix: string;
	delivered: 'no' | 'unknown';
	attempts: number;
	meta: GraphError['meta'];
}

/** Thrown for an item whose outcome is unknown since an earlier try: it must not be sent again. */
export class Recalled extends Error {
	constructor(readonly failure: Failure) {
		super(failure.message);
	}
}

/** Brings whatever was thrown into one shape. */
export function toFailure(thrown: unknown): Failure {
	const nothingSent = { delivered: 'no', attempts: 0, meta: {} } as const;
	if (thrown instanceof GraphError) {
		const { code, message, fix, delivered, attempts, meta } = thrown;
		return { code, message, fix, delivered, attempts, meta };
	}
	if (thrown instanceof Recalled) return thrown.failure;
	if (isOurs(thrown)) {
		return { code: thrown.code, message: thrown.message, fix: thrown.fix, ...nothingSent };
	}
	const { message, description } = (thrown ?? {}) as { message?: unknown; description?: unknown };
	if (thrown instanceof BaseError) {
		// n8n's own checks and expressions: their words are written for users.
		return {
			code: 'invalid_input',
			message: withoutItem(String(message)),
			fix: fixFor(String(message), description),
			...nothingSent,
		};
	}
	return {
		code: 'temporarily_unavailable',
		message: `n8n could not finish this item: ${withoutItem(String(message ?? thrown))}`,
		fix: "Run the item again; if it happens each time, look into n8n's log",
		...nothingSent,
	};
}

function isOurs(thrown: unknown): thrown is SvaraError {
	const { code, fix } = (thrown ?? {}) as Partial<SvaraError>;
	return thrown instanceof Error && typeof code === 'string' && typeof fix === 'string';
}

function fixFor(message: string, description: unknown): string {
	if (/credentials/i.test(message)) return 'Choose a credential in this node';
	return typeof description === 'string' ? description : 'Check the parameters of this node';
}

const withoutItem = (message: string) => message.replace(/\s*\[item \d+\]$/, '');

/** The sentence a user sees, numbered as n8n counts items. */
const sentence = ({ message }: Failure, itemIndex?: number) =>
	itemIndex === undefined ? message : `${message} [item ${itemIndex}]`;

/**
 * The error that stops an execution: NodeApiError where Meta said no, NodeOperationError where we did.
 * @param itemIndex absent where no item is being worked on
 * @param sentBefore how many items had been sent when the run stopped
 */
export function toNodeError(
	node: INode,
	failure: Failure,
	itemIndex?: number,
	sentBefore = 0,
): NodeApiError | NodeOperationError {
	const message = sentence(failure, itemIndex);
	const description = [
		failure.fix,
		sentBefore > 0 ? `${sentBefore} item${sentBefore === 1 ? ' was' : 's were'} sent before` : '',
	]
		.filter(Boolean)
		.join('. ');
	const details = detailsOf(failure);
	const options = { message, description, itemIndex };
	const error =
		failure.meta.httpStatus === undefined
			? new NodeOperationError(node, message, options)
			: new NodeApiError(
					node,
					{ message, ...details },
					{
						...options,
						httpCode: String(failure.meta.httpStatus),
					},
				);
	// n8n rewrites messages in which it finds the name of a system error.
	error.message = message;
	Object.assign(error.context, { errorCode: failure.code, errorDetails: details });
	return error;
}

/**
 * The item that carries a failure on, when the workflow goes on.
 *
 * n8n 2.41 routes on an item's own `error`, but replaces the json of every item on which that is
 * set and visible (`normalizeNodeErrors` in n8n-core's workflow-execute.js). So with an error output it
 * is there but not enumerable, and otherwise absent: the json survives both ways.
 */
export function toErrorItem(
	context: IExecuteFunctions,
	failure: Failure,
	itemIndex: number,
): INodeExecutionData {
	const item: INodeExecutionData = {
		json: {
			error: sentence(failure, itemIndex),
			errorCode: failure.code,
			errorDetails: detailsOf(failure),
		},
		pairedItem: { item: itemIndex },
	};
	if (context.getNode().onError === 'continueErrorOutput') {
		Object.defineProperty(item, 'error', {
			value: toNodeError(context.getNode(), failure, itemIndex),
			enumerable: false,
		});
	}
	return item;
}

function detailsOf({ fix, meta, delivered, attempts }: Failure) {
	return {
		fix,
		metaCode: meta.code ?? null,
		metaSubcode: meta.subcode ?? null,
		fbtraceId: meta.fbtraceId ?? null,
		httpStatus: meta.httpStatus ?? null,
		delivered,
		attempts,
	};
}
