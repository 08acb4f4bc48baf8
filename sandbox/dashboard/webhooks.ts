import { verifyAtGateway } from '../gateway/verify';
import type { SandboxAccount } from '../model/accounts';
import { CURRENT_VERSION, type Flavour } from '../model/flavours';
import type { Handshake } from '../model/handshake';
import { readFieldNames } from '../webhooks/fieldNames';
import { WEBHOOK_RULES } from '../webhooks/fields';
import type { PostOptions } from '../webhooks/outbox';
import {
	fieldOf,
	pack,
	packAs,
	serialise,
	type EntryShape,
	type Packing,
	type WebhookEvent,
} from '../webhooks/payload';
import type { Delivery } from '../webhooks/post';
import { CallbackRefused, verifyCallback } from '../webhooks/verifyCallback';
import type { World } from '../world/world';
import { testValue } from './testButton';

export { CallbackRefused };

/** A callback as somebody registers it. */
export interface Registration {
	callbackUrl: string;
	verifyToken: string;
	/** Default `['messages']`. */
	fields?: readonly string[];
}

export interface DeliverOptions extends PostOptions, Packing {
	/** How often each POST is made; default 1. Meta delivers at least once. */
	times?: number;
	/** Make all POSTs at the same time instead of one after the other. */
	isConcurrent?: boolean;
	/** Wraps each event, one a POST, in this shape instead of packing them. */
	shape?: EntryShape;
	/** Field named by the shapes `changes` and `flat`; default: the one the event belongs to. */
	field?: string;
}

/** What an app can be told of such an account, and the first of Meta's fields that brings it. */
export const eventsOf = (flavour: Flavour): Array<{ kind: string; field: string }> =>
	Object.entries(WEBHOOK_RULES[flavour].fields).map(([kind, [field = '']]) => ({ kind, field }));

/** What a test may do about webhooks besides waiting for them. */
export class Webhooks {
	constructor(private readonly world: World) {}

	/** Every POST made so far, whoever asked for it, in order of their answers. */
	get deliveries(): readonly Delivery[] {
		return this.world.outbox.deliveries;
	}

	/**
	 * What a developer does in the App Dashboard: the app's callback, after it was verified.
	 * @throws GraphError 100 or 2200, as the dashboard would
	 */
	async setInDashboard(account: SandboxAccount, registration: Registration): Promise<Handshake> {
		const { callbackUrl, verifyToken } = registration;
		const { object } = WEBHOOK_RULES[account.flavour];
		const fields = readFieldNames(registration.fields ?? ['messages'], 'fields', object);
		const { outgoing, settings } = this.world;
		const handshake = await verifyCallback(
			callbackUrl,
			verifyToken,
			settings.webhookTimeoutMs,
			outgoing,
		);
		const version = CURRENT_VERSION;
		const subscription = { object, callbackUrl, verifyToken, fields, version };
		this.world.subscriptions.setApp(account.appId, subscription);
		return handshake;
	}

	/**
	 * What somebody does at the gateway of an account (`hookmyapp channels webhook set --url`). Meta knows
	 * the gateway's address alone.
	 * @throws Error unless the callback answers the gateway's check with the verify token
	 */
	async setAtGateway(
		account: SandboxAccount,
		callbackUrl: string,
		fields: readonly string[] = ['messages'],
	): Promise<Handshake> {
		const { gateway, appId } = account;
		if (gateway === undefined) throw new Error(`${account.name} is behind no gateway`);
		const { verifyToken } = gateway;
		const { outgoing, settings } = this.world;
		const handshake = await verifyAtGateway(
			callbackUrl,
			verifyToken,
			settings.webhookTimeoutMs,
			outgoing,
		);
		const { object } = WEBHOOK_RULES[account.flavour];
		const version = CURRENT_VERSION;
		const subscription = { object, callbackUrl, verifyToken, fields, version };
		this.world.subscriptions.setApp(appId, subscription);
		this.subscribeAccount(account);
		return handshake;
	}

	/** Where the account's webhooks go, whether or not Meta has switched it off; `null` for nowhere. */
	callbackOf(
		account: SandboxAccount,
	): { url: string; fields: readonly string[]; isSwitchedOff: boolean } | null {
		const { subscriptions } = this.world;
		const app = subscriptions.ofApp(account.appId, WEBHOOK_RULES[account.flavour].object);
		if (app === undefined || subscriptions.ofAccount(account) === undefined) return null;
		const { callbackUrl: url, fields, isSwitchedOff = false } = app;
		return { url, fields, isSwitchedOff };
	}

	/** What Meta does to the app's callback after an hour of failing answers. */
	switchOff(account: SandboxAccount): void {
		const { subscriptions } = this.world;
		const subscription = subscriptions.ofApp(account.appId, WEBHOOK_RULES[account.flavour].object);
		if (subscription === undefined) return;
		subscriptions.setApp(account.appId, { ...subscription, isSwitchedOff: true });
	}

	/** The account's half of subscribing, without a Graph call. */
	subscribeAccount(account: SandboxAccount, fields: readonly string[] = ['messages']): void {
		const { accountObject } = WEBHOOK_RULES[account.flavour];
		const known = readFieldNames([...fields], 'subscribed_fields', accountObject);
		this.world.subscriptions.setAccount(account, known);
	}

	/** The dashboard's "Test" button: made-up values in `changes[]`, whoever is subscribed. */
	async pressTestButton(
		account: SandboxAccount,
		field = 'messages',
		options: PostOptions = {},
	): Promise<Delivery> {
		const now = this.world.clock.now();
		const change = { field, value: testValue(field) };
		const { object } = WEBHOOK_RULES[account.flavour];
		const entry = [{ id: '0', time: Math.floor(now / 1000), changes: [change] }];
		return this.world.outbox.postNow({ account, body: serialise({ object, entry }) }, options);
	}

	/**
	 * Posts events now, whatever is subscribed, once (or `times`) and never again.
	 * @throws Error if neither `to` nor a subscription says where
	 */
	async deliver(
		events: readonly WebhookEvent[],
		options: DeliverOptions = {},
	): Promise<Delivery[]> {
		const { shape, times = 1, isConcurrent = false } = options;
		const now = this.world.clock.now();
		const accounts = [...new Set(events.map((each) => each.account))];
		const bodies =
			shape === undefined
				? accounts.flatMap((account) => {
						const own = events.filter((each) => each.account === account);
						return pack(account, own, now, options);
					})
				: events.map((each) => packAs(shape, options.field ?? fieldOf(each), each, now));
		const posts = bodies
			.flatMap((webhook) => Array.from({ length: times }, () => webhook))
			.map((webhook) => () => this.world.outbox.postNow(webhook, options));
		if (isConcurrent) return Promise.all(posts.map((start) => start()));
		const deliveries: Delivery[] = [];
		for (const start of posts) deliveries.push(await start());
		return deliveries;
	}

	/** Posts the same bytes with the same headers again, as a retry of Meta's would. */
	async redeliver(delivery: Delivery): Promise<Delivery> {
		const account = this.world.accounts.find((each) => each.id === delivery.accountId);
		if (account === undefined) throw new Error('That delivery is of a world before the reset');
		return this.world.outbox.repost(delivery, account);
	}

	/** Events pile up until `release`. */
	hold(): void {
		this.world.outbox.hold();
	}

	/** Lets piled up events go: batched, or in another order, as the packing says. */
	release(packing?: Packing): void {
		this.world.outbox.release(packing);
	}

	/** Resolves as soon as no POST is queued or under way; retries that wait for the clock are not. */
	idle(): Promise<void> {
		return this.world.outbox.idle();
	}
}
