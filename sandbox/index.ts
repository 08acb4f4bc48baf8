import { publishComment, type CommentEvent, type CommentOptions } from './customers/comments';
import { Customer, customerWrites } from './customers/customer';
import { Inbox } from './customers/inbox';
import { Webhooks } from './dashboard/webhooks';
import { Faults } from './faults/faults';
import type { RecordedRequest } from './faults/recorder';
import type { Recipient, SandboxAccount, TokenRecord, TokenState } from './model/accounts';
import type { Clock } from './model/clock';
import type { PostComment } from './model/comments';
import { CURRENT_VERSION, FLAVOURS, type Flavour } from './model/flavours';
import type { CustomerMessage, DeliveredMessage, SenderAction } from './model/messages';
import type { Settings } from './model/settings';
import { listen } from './server/server';
import {
	addAccount,
	addRecipient,
	seedWorld,
	type AccountSeed,
	type RecipientSeed,
} from './world/seed';
import { addToken } from './world/tokenSeeds';
import { World } from './world/world';

export type { FaultEffect, InjectedError } from './faults/effects';
export type { Fault, FaultSpec, Faults } from './faults/faults';
export type { Flavour } from './model/flavours';
export type { RecordedRequest } from './faults/recorder';
export type { AccountSeed, RecipientSeed } from './world/seed';
export type { Customer, CustomerEvent, SentEvent } from './customers/customer';
export type { CommentEvent, CommentOptions } from './customers/comments';
export type { Inbox } from './customers/inbox';
export type { PostComment } from './model/comments';
export type { Delivery } from './webhooks/post';
export type { EntryShape, Packing, WebhookEvent } from './webhooks/payload';
export type { SignatureMode } from './webhooks/sign';
export type { DeliverOptions, Registration, Webhooks } from './dashboard/webhooks';
export type {
	CustomerAttachment,
	CustomerMessage,
	DeliveredAttachment,
	DeliveredMessage,
	SenderAction,
} from './model/messages';
export type { Recipient, RecipientRole, SandboxAccount, TokenState } from './model/accounts';
export type { Settings } from './model/settings';
export type { Clock };

export interface SandboxOptions {
	/** TCP port; 0 (default) takes a free one. */
	port?: number;
	/** Address to listen on; default 127.0.0.1. */
	host?: string;
}

/** A local Graph API with accounts, customers, rules and faults of its own. */
export interface Sandbox {
	/** `http://127.0.0.1:PORT`. */
	url: string;
	/** What goes verbatim into a credential's Base URL. */
	baseUrl(flavour: Flavour): string;
	/** The seeded accounts, one a flavour. */
	accounts: Record<Flavour, SandboxAccount>;
	/** What arrived in customers' threads, in order. */
	messages: DeliveredMessage[];
	/** What customers wrote, in order; people who wrote before have left a "Hello!" behind. */
	customerMessages: CustomerMessage[];
	/** Typing bubbles and "seen", in order. */
	senderActions: SenderAction[];
	/** What stands under the accounts' posts, in order; by customers and by the accounts. */
	comments: PostComment[];
	/** Every Graph request received, in order, from its first byte on. */
	requests: RecordedRequest[];
	faults: Faults;
	webhooks: Webhooks;
	clock: Clock;
	settings: Settings;
	addAccount(flavour: Flavour, seed?: AccountSeed): SandboxAccount;
	addRecipient(account: SandboxAccount, seed?: RecipientSeed): Recipient;
	/** Another token of the account; `overrides` e.g. `{ value, expiresAt }`. */
	addToken(
		account: SandboxAccount,
		state?: TokenState,
		overrides?: Partial<Pick<TokenRecord, 'value' | 'scopes' | 'issuedAt' | 'expiresAt'>>,
	): string;
	/** A customer, to let them write, record, react, tap, read … */
	customer(account: SandboxAccount, recipient: Recipient): Customer;
	/** The business's people at Meta's own inbox, in one thread. */
	inbox(account: SandboxAccount, recipient: Recipient): Inbox;
	/** The business comments under a post of its own, or answers a comment there. */
	accountComments(account: SandboxAccount, text: string, options?: CommentOptions): CommentEvent;
	/** The customer writes something: their window opens anew. */
	customerWrites(recipient: Recipient): void;
	/** Back to the seeded world; `accounts` then holds new objects with the same ids and tokens. */
	reset(): void;
	/** Cuts every connection and frees the port. */
	close(): Promise<void>;
}

/**
 * Starts a sandbox.
 * @throws Error `EADDRINUSE` and the like if it cannot listen
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const world = new World();
	const faults = new Faults();
	const requests: RecordedRequest[] = [];
	const closing = new AbortController();
	const accounts = seedWorld(world);
	let url = '';

	const baseUrl = (flavour: Flavour): string =>
		`${url}/${FLAVOURS[flavour].host}/${CURRENT_VERSION}`;
	const reset = (): void => {
		faults.clear();
		requests.length = 0;
		world.clear();
		Object.assign(accounts, seedWorld(world));
	};
	const server = await listen(
		{ world, faults, requests, signal: closing.signal },
		{ world, faults, requests, baseUrl, reset },
		options.port ?? 0,
		options.host ?? '127.0.0.1',
	);
	url = server.url;
	world.origin = url;

	return {
		url,
		baseUrl,
		accounts,
		messages: world.messages,
		customerMessages: world.customerMessages,
		senderActions: world.senderActions,
		comments: world.comments,
		requests,
		faults,
		webhooks: new Webhooks(world),
		clock: world.clock,
		settings: world.settings,
		addAccount: (flavour, seed) => addAccount(world, flavour, seed),
		addRecipient: (account, seed) => addRecipient(world, account, seed),
		addToken: (account, state, overrides) => addToken(world, account, state, overrides).value,
		customer: (account, recipient) => new Customer(world, account, recipient),
		inbox: (account, recipient) => new Inbox(world, account, recipient),
		accountComments: (account, text, options) =>
			publishComment(world, account, undefined, text, options),
		customerWrites: (recipient) => customerWrites(world, recipient),
		reset,
		close: async () => {
			closing.abort();
			faults.clear();
			world.outbox.clear();
			await server.close();
		},
	};
}
