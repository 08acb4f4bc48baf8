/** The one place from which the page talks to the sandbox. */

const ROOT = '/_sandbox/';

/** Where the page hears of everything (see `live.ts`). */
export const EVENTS_URL = `${ROOT}events`;

/** A control call that the sandbox refused, with what it says beside its sentence. */
export class Refused extends Error {
	constructor(
		message: string,
		readonly details: Readonly<Record<string, unknown>>,
	) {
		super(message);
	}
}

/**
 * Makes a control call.
 * @param path behind `/_sandbox/`, as `GET /_sandbox/help` lists them
 * @param body sent as JSON, but for `GET`
 * @throws Refused with the sandbox's explanation, or an Error that it does not answer
 */
export async function control<Answer = unknown>(
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	body: object = {},
): Promise<Answer> {
	const response = await fetch(ROOT + path, {
		method,
		headers: { 'content-type': 'application/json' },
		...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
	}).catch(() => {
		throw new Error('The sandbox does not answer. Start it again.');
	});
	if (response.status === 401)
		throw new Error('Open the link that the sandbox printed in its terminal.');
	const answer = (await response.json()) as Answer & { error?: string };
	if (response.ok) return answer;
	const reason = answer.error ?? `The sandbox answered with ${response.status}.`;
	throw new Refused(reason, { ...answer });
}

/** What a customer is to do, by the name of the act, as the control API takes it. */
export interface Act {
	act: string;
	[detail: string]: unknown;
}

/**
 * Lets a customer do something.
 * @param act e.g. `{ act: 'writes', text: 'Hi' }`
 * @throws Error as `control` does
 */
export const actAs = (recipientId: string, act: Act): Promise<unknown> =>
	control('POST', `recipients/${recipientId}/acts`, act);
