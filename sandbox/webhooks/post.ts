import axios, { isAxiosError } from 'axios';

import type { Outgoing } from '../http/outgoing';
import type { SandboxAccount } from '../model/accounts';
import type { Clock } from '../model/clock';
import type { SignedBody } from './sign';

/** One POST to a callback, as it went. */
export interface Delivery {
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
): Promise<Delivery> {
	const at = clock.now();
	const status = await statusOf(url, signed, limits);
	const delivery = { url, accountId: account.id, ...signed, attempt, at };
	return status === undefined ? delivery : { ...delivery, status };
}

async function statusOf(
	url: string,
	{ body, headers }: SignedBody,
	{ outgoing, timeoutMs, signal }: DeliveryLimits,
): Promise<number | undefined> {
	try {
		const response = await axios.post<unknown>(url, body, {
			headers,
			responseType: 'arraybuffer',
			signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]),
			maxRedirects: 0,
			validateStatus: () => true,
			...outgoing.settingsFor(new URL(url)),
		});
		return response.status;
	} catch (cause) {
		if (isAxiosError(cause)) return undefined;
		throw cause;
	}
}

/** Anything but a 2xx makes Meta try again. */
export const isAccepted = ({ status }: Delivery): boolean =>
	status !== undefined && status >= 200 && status < 300;
