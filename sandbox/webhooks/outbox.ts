import type { Outgoing } from '../http/outgoing';
import type { SandboxAccount } from '../model/accounts';
import type { Clock } from '../model/clock';
import { FLAVOURS } from '../model/flavours';
import type { Settings } from '../model/settings';
import { pack, type Packing, type WebhookBody, type WebhookEvent } from './payload';
import { isAccepted, post, type Delivery } from './post';
import { signFor, type SignatureMode } from './sign';
import type { Subscriptions } from './subscriptions';

/** "Immediately try a few more times." Source: Meta, "Webhooks for the Messenger Platform". */
const IMMEDIATE_ATTEMPTS = 3;

/** How many deliveries are remembered at most, and how many of the oldest then go at once. */
const MAX_DELIVERIES = 2000;
const FORGOTTEN_AT_ONCE = 500;

/** Later attempts keep their distance, which doubles. Meta publishes no schedule. */
const FIRST_DELAY_MS = 60_000;

/** Posting on demand, beside the queue. */
export interface PostOptions {
	/** Default: the callback of the account's app. */
	to?: string;
	signature?: SignatureMode;
	/** Default: the app secret of the account's app. */
	appSecret?: string;
}

/** A webhook that the callback has not accepted yet. */
interface PendingDelivery extends WebhookBody {
	attempts: number;
	/** ms since the epoch, by the sandbox's clock. */
	dueAt: number;
	timer?: NodeJS.Timeout;
}

/**
 * Brings events to callbacks: in order for each account, signed, again at once when that failed,
 * then by the clock, until the callback accepts them or Meta gives up.
 */
export class Outbox {
	/** The latest POSTs made, in order of their answers. */
	readonly deliveries: Delivery[] = [];
	private readonly queues = new Map<SandboxAccount, Promise<void>>();
	private readonly waiting = new Set<PendingDelivery>();
	private readonly failingSince = new Map<SandboxAccount, number>();
	private held: WebhookEvent[] | undefined;
	private underWay = 0;
	private onIdle: Array<() => void> = [];
	private life = new AbortController();

	constructor(
		private readonly clock: Clock,
		private readonly settings: Settings,
		private readonly subscriptions: Subscriptions,
		private readonly outgoing: Outgoing,
	) {
		clock.onAdvance(() => this.retryDue());
	}

	/** Tells the account's app of an event, if it asked to be told. */
	publish(event: WebhookEvent): void {
		const { account, kind, isStandby } = event;
		if (!this.subscriptions.wants(account, kind, isStandby)) return;
		if (this.held === undefined) this.dispatch([event]);
		else this.held.push(event);
	}

	/** Events pile up from now on. */
	hold(): void {
		this.held ??= [];
	}

	/** Lets piled up events go, packed as asked, and later ones as they happen. */
	release(packing?: Packing): void {
		const events = this.held ?? [];
		this.held = undefined;
		this.dispatch(events, packing);
	}

	/**
	 * Posts a body once, whatever is subscribed, and past the queue.
	 * @throws Error if neither `to` nor a subscription says where
	 */
	async postNow({ account, body }: WebhookBody, options: PostOptions = {}): Promise<Delivery> {
		const url = options.to ?? this.subscriptions.callbackOf(account)?.callbackUrl;
		if (url === undefined) throw new Error(`Account ${account.id} has no callback: give \`to\``);
		const signed = signFor(account, body, options.signature, options.appSecret);
		return this.track(this.postOnce(url, account, signed, 1));
	}

	/** Posts exactly what was posted before: same bytes, same headers. */
	async repost(
		{ url, body, headers, attempt }: Delivery,
		account: SandboxAccount,
	): Promise<Delivery> {
		return this.track(this.postOnce(url, account, { body, headers }, attempt + 1));
	}

	/** Resolves as soon as no POST is queued or under way; what waits for the clock does not count. */
	idle(): Promise<void> {
		if (this.underWay === 0) return Promise.resolve();
		return new Promise((resolve) => this.onIdle.push(resolve));
	}

	/** Forgets everything and cuts off what is under way. */
	clear(): void {
		this.life.abort();
		this.life = new AbortController();
		for (const pending of this.waiting) clearTimeout(pending.timer);
		this.waiting.clear();
		this.queues.clear();
		this.failingSince.clear();
		this.held = undefined;
		this.deliveries.length = 0;
	}

	private dispatch(events: readonly WebhookEvent[], packing?: Packing): void {
		for (const account of new Set(events.map((each) => each.account))) {
			const own = events.filter((each) => each.account === account);
			for (const webhook of pack(account, own, this.clock.now(), packing)) {
				this.enqueue({ ...webhook, attempts: 0, dueAt: 0 }, IMMEDIATE_ATTEMPTS);
			}
		}
	}

	/** Behind whatever the account has queued: Meta keeps the order as long as all goes well. */
	private enqueue(pending: PendingDelivery, attempts: number): void {
		const { life } = this;
		const previous = this.queues.get(pending.account) ?? Promise.resolve();
		const next = previous.then(() =>
			life.signal.aborted ? undefined : this.attempt(pending, attempts),
		);
		this.queues.set(pending.account, next);
		void this.track(next);
	}

	private async attempt(pending: PendingDelivery, attempts: number): Promise<void> {
		const { account, body } = pending;
		const { signal } = this.life;
		for (let left = attempts; left > 0; left -= 1) {
			const callback = this.subscriptions.callbackOf(account);
			if (callback === undefined) return;
			pending.attempts += 1;
			const signed = signFor(account, body);
			const delivery = await this.postOnce(callback.callbackUrl, account, signed, pending.attempts);
			if (signal.aborted) return;
			if (isAccepted(delivery)) {
				this.failingSince.delete(account);
				return;
			}
			if (!this.failingSince.has(account)) this.failingSince.set(account, delivery.at);
		}
		this.postpone(pending);
	}

	private async postOnce(
		url: string,
		account: SandboxAccount,
		signed: { body: Buffer; headers: Record<string, string> },
		attempt: number,
	): Promise<Delivery> {
		const { signal } = this.life;
		const { clock, outgoing } = this;
		const limits = { outgoing, timeoutMs: this.settings.webhookTimeoutMs, signal };
		const posted = await post(url, account, signed, attempt, clock, limits);
		const delivery = { id: (this.deliveries.at(-1)?.id ?? 0) + 1, ...posted };
		if (!signal.aborted) this.deliveries.push(delivery);
		if (this.deliveries.length > MAX_DELIVERIES) this.deliveries.splice(0, FORGOTTEN_AT_ONCE);
		return delivery;
	}

	/** Meta gives up on a callback that has failed for too long. */
	private postpone(pending: PendingDelivery): void {
		const { account } = pending;
		const now = this.clock.now();
		const { forMs, thenUnsubscribes } = FLAVOURS[account.flavour].webhookRetries;
		if (now - (this.failingSince.get(account) ?? now) >= forMs) {
			if (thenUnsubscribes) this.unsubscribe(account);
			return;
		}
		const delayMs = FIRST_DELAY_MS * 2 ** (pending.attempts - IMMEDIATE_ATTEMPTS);
		pending.dueAt = now + delayMs;
		pending.timer = setTimeout(() => this.retryDue(), delayMs).unref();
		this.waiting.add(pending);
	}

	private unsubscribe(account: SandboxAccount): void {
		this.subscriptions.removeAccount(account);
		this.failingSince.delete(account);
		for (const pending of this.waiting) if (pending.account === account) this.take(pending);
	}

	private retryDue(): void {
		const now = this.clock.now();
		for (const pending of [...this.waiting]) {
			if (pending.dueAt > now) continue;
			this.take(pending);
			this.enqueue(pending, 1);
		}
	}

	private take(pending: PendingDelivery): void {
		clearTimeout(pending.timer);
		this.waiting.delete(pending);
	}

	private async track<T>(work: Promise<T>): Promise<T> {
		this.underWay += 1;
		try {
			return await work;
		} finally {
			this.underWay -= 1;
			if (this.underWay === 0) for (const resolve of this.onIdle.splice(0)) resolve();
		}
	}
}
