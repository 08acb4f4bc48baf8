import type { RecordedRequest } from '../faults/recorder';
import type { Recipient, SandboxAccount } from '../model/accounts';
import type { DeliveredMessage } from '../model/messages';
import type { Delivery } from '../webhooks/post';
import type { World } from '../world/world';

/** Long enough for a bot that converts audio; tests of slower ones say so. */
const DEFAULT_TIMEOUT_MS = 5000;

/** Of what happened, an error tells this many calls and deliveries. */
const TOLD = 3;

export interface NextMessageOptions {
	/** Default 5000. */
	timeoutMs?: number;
}

/** A customer's thread, as a test watches it. */
export class WatchedThread {
	/** @param taken what `nextMessage` has given already, in all threads */
	constructor(
		private readonly world: World,
		private readonly requests: readonly RecordedRequest[],
		private readonly taken: WeakSet<DeliveredMessage>,
		private readonly account: SandboxAccount,
		private readonly recipient: Recipient,
	) {}

	/** What the account has sent to this customer, in order. */
	get messages(): DeliveredMessage[] {
		const { account, recipient } = this;
		return this.world.messages.filter(
			({ accountId, recipientId }) => accountId === account.id && recipientId === recipient.id,
		);
	}

	/**
	 * The first message that this did not give before, as soon as it is there: what came before the call
	 * counts too, so nothing is missed.
	 * @throws Error if none came in time; it says what happened instead
	 */
	nextMessage({
		timeoutMs = DEFAULT_TIMEOUT_MS,
	}: NextMessageOptions = {}): Promise<DeliveredMessage> {
		const present = this.take();
		if (present !== undefined) return Promise.resolve(present);
		return new Promise((resolve, reject) => {
			const stop = (): void => {
				clearTimeout(timer);
				unsubscribe();
			};
			const unsubscribe = this.world.onMessage(() => {
				const message = this.take();
				if (message === undefined) return;
				stop();
				resolve(message);
			});
			const timer = setTimeout(() => {
				stop();
				reject(new Error(this.whatHappened(timeoutMs)));
			}, timeoutMs);
		});
	}

	private take(): DeliveredMessage | undefined {
		const message = this.messages.find((each) => !this.taken.has(each));
		if (message !== undefined) this.taken.add(message);
		return message;
	}

	private whatHappened(timeoutMs: number): string {
		const { account, recipient, requests, world } = this;
		const deliveries = world.outbox.deliveries.filter(({ accountId }) => accountId === account.id);
		const others = world.messages.filter((each) => !this.taken.has(each));
		return [
			`${recipient.name} got no message within ${timeoutMs} ms.`,
			tell(
				'Others did',
				others.map((each) => describeMessage(world, each)),
			),
			tell('Calls of the API', requests.map(describeCall)) ?? 'Nobody called the API.',
			tell('Webhooks', deliveries.map(describeDelivery)) ??
				'No webhook was delivered: connect one with connectWebhook, and let the customer write.',
		]
			.filter((sentence) => sentence !== undefined)
			.join(' ');
	}
}

/** The last few of them, in a sentence; `undefined` where there are none. */
function tell(what: string, all: readonly string[]): string | undefined {
	if (all.length === 0) return undefined;
	const more = all.length > TOLD ? `${all.length}, the last ones ` : '';
	return `${what}: ${more}${all.slice(-TOLD).join('; ')}.`;
}

const describeCall = ({ method, path, status, outcome }: RecordedRequest): string =>
	`${method} ${path} (${status ?? outcome})`;

const describeDelivery = ({ url, status }: Delivery): string =>
	`${url} (${status ?? 'no answer in time'})`;

function describeMessage(
	world: World,
	{ accountId, recipientId, kind, text }: DeliveredMessage,
): string {
	const account = world.accounts.find(({ id }) => id === accountId);
	const name = account && world.findRecipient(account, recipientId)?.name;
	const what = text === undefined ? kind : JSON.stringify(text);
	return `${what} to ${name ?? recipientId} of ${account?.name ?? accountId}`;
}
