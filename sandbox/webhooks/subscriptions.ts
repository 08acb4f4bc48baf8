import type { SandboxAccount } from '../model/accounts';
import { WEBHOOK_RULES, type EventKind, type WebhookObject } from './fields';

/** Where an app wants one object's webhooks: one callback per app and object, no more. */
export interface AppSubscription {
	object: WebhookObject;
	callbackUrl: string;
	verifyToken: string;
	fields: readonly string[];
	/** Graph version that was subscribed with. */
	version: string;
	/** Meta has switched it off, after an hour of failing answers; subscribing anew switches it on. */
	isSwitchedOff?: boolean;
}

/** Both levels, the second by the accounts' ids. */
export interface SavedSubscriptions {
	apps: Array<[key: string, subscription: AppSubscription]>;
	accounts: Array<[accountId: string, fields: readonly string[]]>;
}

/** Both levels of subscribing. Webhooks flow only where both exist. */
export class Subscriptions {
	private readonly apps = new Map<string, AppSubscription>();
	private readonly accounts = new Map<SandboxAccount, readonly string[]>();

	/** Replaces whatever the app had for that object. */
	setApp(appId: string, subscription: AppSubscription): void {
		this.apps.set(keyOf(appId, subscription.object), subscription);
	}

	ofApp(appId: string, object: WebhookObject): AppSubscription | undefined {
		return this.apps.get(keyOf(appId, object));
	}

	removeApp(appId: string, object: WebhookObject): void {
		this.apps.delete(keyOf(appId, object));
	}

	/** Replaces the fields the account's entry had. */
	setAccount(account: SandboxAccount, fields: readonly string[]): void {
		this.accounts.set(account, fields);
	}

	ofAccount(account: SandboxAccount): readonly string[] | undefined {
		return this.accounts.get(account);
	}

	removeAccount(account: SandboxAccount): void {
		this.accounts.delete(account);
	}

	/** The app's callback for this account; `undefined` unless both levels are subscribed and on. */
	callbackOf(account: SandboxAccount): AppSubscription | undefined {
		if (!this.accounts.has(account)) return undefined;
		const subscription = this.ofApp(account.appId, WEBHOOK_RULES[account.flavour].object);
		return subscription?.isSwitchedOff === true ? undefined : subscription;
	}

	/**
	 * Whether an event of the account is told to its app. On a Page the field must be subscribed on
	 * both levels; an Instagram account that has any field gets all that its app has.
	 * Source: Meta, "Instagram webhooks" (no customisation per account).
	 * @param isStandby another app owns the thread: then only the field `standby` counts
	 */
	wants(account: SandboxAccount, kind: EventKind, isStandby: boolean): boolean {
		const { object, fields } = WEBHOOK_RULES[account.flavour];
		const any = isStandby ? ['standby'] : (fields[kind] ?? []);
		const levels = [this.callbackOf(account)?.fields ?? []];
		if (object === 'page') levels.push(this.ofAccount(account) ?? []);
		return any.some((field) => levels.every((subscribed) => subscribed.includes(field)));
	}

	save(): SavedSubscriptions {
		const accounts = [...this.accounts].map(([{ id }, fields]): [string, readonly string[]] => [
			id,
			fields,
		]);
		return { apps: [...this.apps], accounts };
	}

	restore(saved: SavedSubscriptions, accountOf: (id: string) => SandboxAccount): void {
		for (const [key, subscription] of saved.apps) this.apps.set(key, subscription);
		for (const [id, fields] of saved.accounts) this.accounts.set(accountOf(id), fields);
	}

	clear(): void {
		this.apps.clear();
		this.accounts.clear();
	}
}

const keyOf = (appId: string, object: WebhookObject): string => `${appId}/${object}`;
