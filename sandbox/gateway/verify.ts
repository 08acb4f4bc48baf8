import { ask } from '../http/ask';
import type { Outgoing } from '../http/outgoing';
import { fixFor, type Handshake } from '../model/handshake';

/** The gateway's refusal, with how the callback was asked. */
export class CheckFailed extends Error {
	constructor(
		message: string,
		readonly handshake: Handshake,
	) {
		super(message);
	}
}

/**
 * The gateway's check of a callback, as far as it is known: a bare GET, to be answered with the verify
 * token as the whole body. Whether it carries Meta's parameters is written nowhere.
 * https://github.com/hookmyapp/webhook-starter-kit, README.md, "Verification challenge"
 * @throws CheckFailed if the callback answers anything else
 */
export async function verifyAtGateway(
	callbackUrl: string,
	verifyToken: string,
	timeoutMs: number,
	outgoing: Outgoing,
): Promise<Handshake> {
	const { answer, failure, durationMs } = await ask(callbackUrl, {
		method: 'GET',
		timeoutMs,
		outgoing,
	});
	const body = answer?.body.toString('utf8') ?? '';
	const handshake: Handshake = {
		request: { method: 'GET', url: callbackUrl },
		...(answer === undefined ? {} : { answer: { status: answer.status, body } }),
		durationMs,
	};
	if (answer?.status === 200 && body === verifyToken) return handshake;
	const got =
		answer === undefined ? 'nothing' : answer.status === 200 ? body : `HTTP ${answer.status}`;
	const reason = `The callback answered its check with ${got}`;
	const fix = fixFor(answer?.status, failure);
	throw new CheckFailed(reason, { ...handshake, refusal: { reason, fix } });
}
