import { ask } from '../http/ask';
import type { Outgoing } from '../http/outgoing';
import type { SandboxAccount } from '../model/accounts';
import type { Clock } from '../model/clock';
import type { SignedBody } from './sign';

/** How much of a callback's answer is remembered, in bytes: Meta reads no further than the status. */
const MAX_ANSWER_BYTES = 16 * 1024;

/** One POST to a callback, as it went. */
export interface Delivery {
	/** Counted up from 1; a sandbox that starts over begins anew. */
	id: number;
	url: string;
	accountId: string;
	/** The exact bytes posted. */
	body: Buffer;
	/** As handed to the HTTP client, which adds `Host`, `Content-Length` and the like. */
	headers: Record<string, string>;
	/** 1 for the first time these bytes were posted, counted up by retries. */
	attempt: number;
	/** HTTP status of the answer; absent if there was none in time. */
	status?: number;
	/** What was answered, cut off after 16 KiB. */
	answer?: { headers: Record<string, string>; body: string };
	/** Why no answer came: `timeout`, or the system's code, e.g. `ECONNREFUSED`. */
	failure?: string;
	/** Real time until the answer. */
	durationMs: number;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

export interface DeliveryLimits {
	outgoing: Outgoing;
	/** Meta waits 5 s for an answer. Source: Meta, "Webhooks for the Messenger Platform". */
	timeoutMs: number;
	/** Cuts the request off when the sandbox closes or starts over. */
	signal: AbortSignal;
}

/** Posts once and reports how it went; never throws for what a callback does. */
export async function post(
	url: string,
	account: SandboxAccount,
	signed: SignedBody,
	attempt: number,
	clock: Clock,
	limits: DeliveryLimits,
): Promise<Omit<Delivery, 'id'>> {
	const at = clock.now();
	const { answer, ...rest } = await ask(url, { method: 'POST', ...signed, ...limits });
	const delivery = { url, accountId: account.id, ...signed, attempt, at, ...rest };
	if (answer === undefined) return delivery;
	const body = answer.body.subarray(0, MAX_ANSWER_BYTES).toString('utf8');
	return { ...delivery, status: answer.status, answer: { headers: answer.headers, body } };
}

/** Anything but a 2xx makes Meta try again. */
export const isAccepted = ({ status }: Delivery): boolean =>
	status !== undefined && status >= 200 && status < 300;
