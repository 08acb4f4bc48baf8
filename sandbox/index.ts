import { publishComment, type CommentEvent, type CommentOptions } from './customers/comments';
import { customerWrites } from './customers/customerWrites';
import { Inbox } from './customers/inbox';
import { Webhooks } from './dashboard/webhooks';
import { Faults } from './faults/faults';
import type { RecordedRequest } from './faults/recorder';
import { connectGateway, GATEWAY_PATH } from './gateway/gateway';
import { Outgoing } from './http/outgoing';
import type { Recipient, SandboxAccount, TokenRecord, TokenState } from './model/accounts';
import type { Clock } from './model/clock';
import type { PostComment } from './model/comments';
import { CURRENT_VERSION, FLAVOURS, type Flavour } from './model/flavours';
import type { GatewayConnection } from './model/gateway';
import type { CustomerMessage, DeliveredMessage, SenderAction } from './model/messages';
import type { Settings } from './model/settings';
import { Access } from './server/access';
import { listen } from './server/server';
import { openWorld } from './state/openWorld';
import { testHelpers, type TestHelpers } from './testing/helpers';
import { addAccount, addRecipient, type AccountSeed, type RecipientSeed } from './world/seed';
import { addToken } from './world/tokenSeeds';
import { World } from './world/world';

export type { FaultEffect, InjectedError } from './faults/effects';
export type { Fault, FaultSpec, Faults } from './faults/faults';
export type { Flavour } from './model/flavours';
export type { RecordedRequest } from './faults/recorder';
export type { AccountSeed, RecipientSeed } from './world/seed';
export type { Customer, CustomerEvent, SentEvent } from './customers/customer';
export { sample } from './samples/samples';
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
export type { GatewayConnection } from './model/gateway';
export type { Recipient, RecipientRole, SandboxAccount, TokenState } from './model/accounts';
export type { Settings } from './model/settings';
export type { WebhookOptions } from './testing/connectWebhook';
export type { Credentials } from './testing/credentials';
export type { ByName } from './testing/names';
export type { NextMessageOptions, WatchedThread } from './testing/thread';
export { StateFileError } from './state/stateFile';
export type { Clock };

export interface SandboxOptions {
	/** TCP port; 0 (default) takes a free one. */
	port?: number;
	/** Address to listen on; default 127.0.0.1. */
	host?: string;
	/** Whose customers are meant where a test names no account; default `instagramLogin`. */
	account?: Flavour;
	/**
	 * Under which others reach the sandbox, e.g. `http://host.docker.internal:8026`: begins the Base URLs
	 * and the links to media. Default: the address it listens on.
	 */
	publicUrl?: string;
	/** What control calls need; default: a random one. */
	controlToken?: string;
	/**
	 * Keeps the world: read at the start if it exists, written after messages and HTTP calls that may change
	 * something, and by `close`.
	 */
	stateFile?: string;
	/** What time it is in the sandbox at the start; default: this machine's. */
	startAt?: Date;
	/** Lets the sandbox fetch media from, and deliver webhooks to, other machines; default false. */
	allowRemote?: boolean;
	/** Hears, in a sentence, what whoever runs the sandbox should know. */
	log?: (line: string) => void;
	/** How long a client may take for a whole request; default a minute. */
	requestTimeoutMs?: number;
}

/** A local Graph API with accounts, customers, rules and faults of its own. */
export interface Sandbox extends TestHelpers {
	/** `http://127.0.0.1:PORT`. */
	url: string;
	/** The page, with what signs a browser in. */
	pageUrl: string;
	/** For control calls, as `Authorization: Bearer …` or `X-Sandbox-Token`. */
	controlToken: string;
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
	/** Puts the account behind a gateway; `baseUrl` and the rest go into a credential. */
	connectGateway(account: SandboxAccount): GatewayConnection & { baseUrl: string };
	/** The business's people at Meta's own inbox, in one thread. */
	inbox(account: SandboxAccount, recipient: Recipient): Inbox;
	/** The business comments under a post of its own, or answers a comment there. */
	accountComments(account: SandboxAccount, text: string, options?: CommentOptions): CommentEvent;
	/** The customer writes something: their window opens anew. */
	customerWrites(recipient: Recipient): void;
	/** Back to the seeded world; `accounts` then holds new objects with the same ids and tokens. */
	reset(): void;
	/**
	 * Cuts every connection, frees the port and saves the state.
	 * @throws StateFileError if it could not be saved
	 */
	close(): Promise<void>;
	/** `close`, at the end of a block with `await using`. */
	[Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a sandbox.
 * @throws Error `EADDRINUSE` and the like if it cannot listen; StateFileError if it cannot read or write its
 *   state; RangeError for a start before what has already happened there
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { publicUrl, controlToken, startAt, allowRemote = false, log = () => undefined } = options;
	const world = new World(new Outgoing(allowRemote, (hostname) => log(notCalled(hostname))));
	const hostNames = publicUrl === undefined ? [] : [new URL(publicUrl).hostname];
	const access = new Access({ controlToken, hostNames });
	const faults = new Faults();
	const requests: RecordedRequest[] = [];
	const closing = new AbortController();
	const { stateFile, account: standardAccount = 'instagramLogin' } = options;
	const { accounts, state, seed } = await openWorld(world, { stateFile, startAt, log });

	const baseUrl = (flavour: Flavour): string =>
		`${world.origin}/${FLAVOURS[flavour].host}/${CURRENT_VERSION}`;
	const reset = (): void => {
		faults.clear();
		requests.length = 0;
		world.clear();
		Object.assign(accounts, seed());
	};
	const server = await listen(
		{ world, faults, requests, signal: closing.signal },
		{ world, faults, requests, baseUrl, reset },
		{
			access,
			port: options.port ?? 0,
			host: options.host ?? '127.0.0.1',
			requestTimeoutMs: options.requestTimeoutMs ?? 60_000,
			onChange: state && (() => state.touch()),
		},
	);
	world.origin = publicUrl?.replace(/\/$/, '') ?? server.url;
	// Not before the port was free: another sandbox may have this file.
	await state?.save().catch(async (cause: unknown) => {
		await server.close();
		throw cause;
	});

	if (state !== undefined) world.onMessage(() => state.touch());

	const webhooks = new Webhooks(world);
	const close = async (): Promise<void> => {
		closing.abort();
		faults.clear();
		world.outbox.clear();
		await server.close();
		await state?.save();
	};
	return {
		url: server.url,
		pageUrl: `${server.url}/?token=${access.controlToken}`,
		controlToken: access.controlToken,
		baseUrl,
		accounts,
		messages: world.messages,
		customerMessages: world.customerMessages,
		senderActions: world.senderActions,
		comments: world.comments,
		requests,
		faults,
		webhooks,
		...testHelpers({ world, accounts, standardAccount, requests, webhooks, baseUrl }),
		clock: world.clock,
		settings: world.settings,
		addAccount: (flavour, seed) => addAccount(world, flavour, seed),
		addRecipient: (account, seed) => addRecipient(world, account, seed),
		addToken: (account, state, overrides) => addToken(world, account, state, overrides).value,
		connectGateway: (account) => ({
			baseUrl: world.origin + GATEWAY_PATH,
			...connectGateway(account),
		}),
		inbox: (account, recipient) => new Inbox(world, account, recipient),
		accountComments: (account, text, options) =>
			publishComment(world, account, undefined, text, options),
		customerWrites: (recipient) => customerWrites(world, recipient),
		reset,
		close,
		[Symbol.asyncDispose]: close,
	};
}

const notCalled = (hostname: string): string =>
	`The sandbox did not call ${hostname}, which is not this machine. Start it with --allow-remote (in code: allowRemote) if it may.`;
