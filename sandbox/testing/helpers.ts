import { Customer } from '../customers/customer';
import type { Webhooks } from '../dashboard/webhooks';
import type { RecordedRequest } from '../faults/recorder';
import type { Recipient, SandboxAccount } from '../model/accounts';
import type { Flavour } from '../model/flavours';
import type { DeliveredMessage } from '../model/messages';
import type { World } from '../world/world';
import { connectWebhook, type WebhookOptions } from './connectWebhook';
import { credentialsOf, type Credentials } from './credentials';
import { Names, type ByName } from './names';
import { WatchedThread } from './thread';

/** What makes a test of a bot short. */
export interface TestHelpers {
	/** A customer, to let them write, record, react, tap, read … */
	customer(account: SandboxAccount, recipient: Recipient): Customer;
	/** The customer of that whole name; who is not known yet is new, and has written an hour ago. */
	customer(name: string, options?: ByName): Customer;
	/** A customer's thread, to wait for what the account sends. */
	thread(account: SandboxAccount, recipient: Recipient): WatchedThread;
	thread(name: string, options?: ByName): WatchedThread;
	/** What a program needs to send as the account. */
	credentials(account?: Flavour | SandboxAccount): Credentials;
	/**
	 * Lets the account's app hear of its customers at that address, after the handshake.
	 * @throws Error if the callback does not answer the handshake with the challenge
	 */
	connectWebhook(callbackUrl: string, options: WebhookOptions): Promise<void>;
}

/** What the helpers work on. */
export interface TestedWorld {
	world: World;
	accounts: Readonly<Record<Flavour, SandboxAccount>>;
	/** Whom names belong to unless said otherwise. */
	standardAccount: Flavour;
	requests: readonly RecordedRequest[];
	webhooks: Webhooks;
	baseUrl: (flavour: Flavour) => string;
}

export function testHelpers(tested: TestedWorld): TestHelpers {
	const { world, accounts, standardAccount, requests, webhooks, baseUrl } = tested;
	const names = new Names(world, accounts, standardAccount);
	const taken = new WeakSet<DeliveredMessage>();
	const find = (
		who: string | SandboxAccount,
		more: ByName | Recipient | undefined,
	): { account: SandboxAccount; recipient: Recipient } =>
		typeof who === 'string'
			? names.customer(who, more as ByName | undefined)
			: { account: who, recipient: more as Recipient };
	return {
		customer: (who: string | SandboxAccount, more?: ByName | Recipient) => {
			const { account, recipient } = find(who, more);
			return new Customer(world, account, recipient);
		},
		thread: (who: string | SandboxAccount, more?: ByName | Recipient) => {
			const { account, recipient } = find(who, more);
			return new WatchedThread(world, requests, taken, account, recipient);
		},
		credentials: (account) => {
			const found = names.account(account === undefined ? {} : { account });
			return credentialsOf(found, baseUrl(found.flavour));
		},
		connectWebhook: (callbackUrl, options) =>
			connectWebhook(webhooks, names.account(options), callbackUrl, options),
	};
}
