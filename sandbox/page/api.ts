import type { ShownAccount, ShownMessage, ShownState } from '../control/shown.js';

/** Everything the page shows, read at one time. */
export interface Snapshot {
	state: ShownState;
	accounts: ShownAccount[];
	/** What the accounts sent. */
	sent: ShownMessage[];
	/** What customers wrote. */
	received: ShownMessage[];
}

/** The browser was not led here by the link that the sandbox printed, or the sandbox was restarted. */
export class SignedOut extends Error {}

/** @throws Error if the sandbox does not answer, or not with a 200 */
export async function readSnapshot(): Promise<Snapshot> {
	const [state, accounts, sent, received] = await Promise.all([
		get<ShownState>('state'),
		get<ShownAccount[]>('accounts'),
		get<ShownMessage[]>('messages'),
		get<ShownMessage[]>('customer-messages'),
	]);
	return { state, accounts, sent, received };
}

/**
 * Lets a customer do something.
 * @param act the control API's body, e.g. `{ act: 'writes', text: 'Hi' }`
 * @throws Error with the sandbox's explanation if it refuses
 */
export async function actAs(
	recipientId: string,
	act: Readonly<Record<string, string>>,
): Promise<void> {
	const response = await fetch(`/_sandbox/recipients/${recipientId}/acts`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(act),
	});
	if (response.ok) return;
	const { error } = (await response.json()) as { error: string };
	throw new Error(error);
}

async function get<T>(name: string): Promise<T> {
	const response = await fetch(`/_sandbox/${name}`);
	if (response.status === 401) throw new SignedOut();
	if (!response.ok) throw new Error(`GET ${name} was answered with ${response.status}`);
	return (await response.json()) as T;
}
