import type { Recipient, SandboxAccount } from '../model/accounts';
import type { JsonObject } from '../model/json';
import { WEBHOOK_RULES, type EventKind } from './fields';

/** Something that happened in one of the account's threads, as a webhook tells of it. */
export interface WebhookEvent {
	account: SandboxAccount;
	recipient: Recipient;
	kind: EventKind;
	/** Another app owns the thread: told in `standby[]`. */
	isStandby: boolean;
	/** `sender`, `recipient`, `timestamp` and the kind's own key. */
	payload: JsonObject;
}

/** The shapes an entry comes in. `flat` is how Meta's pages print Instagram Login samples. */
export type EntryShape = 'messaging' | 'standby' | 'changes' | 'flat';

/** How several events travel. */
export interface Packing {
	/** Default 1. */
	eventsPerEntry?: number;
	/** Default 1. Meta batches up to 1,000 updates, batching not guaranteed. */
	entriesPerPost?: number;
	/** Default: as they happened. */
	order?: 'asHappened' | 'reversed';
}

/** One POST's worth of events, all of one account. */
export interface WebhookBody {
	account: SandboxAccount;
	body: Buffer;
}

/**
 * Packs events into the fewest POSTs that the packing allows.
 * @param events of one account
 * @param now ms since the epoch
 */
export function pack(
	account: SandboxAccount,
	events: readonly WebhookEvent[],
	now: number,
	{ eventsPerEntry = 1, entriesPerPost = 1, order = 'asHappened' }: Packing = {},
): WebhookBody[] {
	const ordered = order === 'reversed' ? [...events].reverse() : events;
	const runs = splitWhere(ordered, (a, b) => a.isStandby !== b.isStandby);
	const entries = runs
		.flatMap((run) => chunk(run, eventsPerEntry))
		.map((some) => ({
			id: account.id,
			time: now,
			[some[0]?.isStandby ? 'standby' : 'messaging']: some.map((each) => each.payload),
		}));
	return chunk(entries, entriesPerPost).map((some) => ({
		account,
		body: serialise(envelope(account, some)),
	}));
}

/** One event in a shape of the caller's choice. */
export function packAs(
	shape: EntryShape,
	field: string,
	event: WebhookEvent,
	now: number,
): WebhookBody {
	const { account, payload } = event;
	const change = { field, value: payload };
	const rests: Record<EntryShape, JsonObject> = {
		messaging: { messaging: [payload] },
		standby: { standby: [payload] },
		// Outside `messaging` Meta counts in seconds.
		changes: { time: Math.floor(now / 1000), changes: [change] },
		flat: { time: Math.floor(now / 1000), ...change },
	};
	const entry = { id: account.id, time: now, ...rests[shape] };
	return { account, body: serialise(envelope(account, [entry])) };
}

const envelope = (account: SandboxAccount, entry: readonly object[]): object => ({
	object: WEBHOOK_RULES[account.flavour].object,
	entry,
});

/**
 * JSON as Meta writes it, and signs it: ASCII, everything else as `\uXXXX` in lower case, and every
 * slash escaped. Source: Meta, "Webhooks for the Messenger Platform: validate payloads".
 */
export function serialise(body: unknown): Buffer {
	const text = JSON.stringify(body)
		.replaceAll('/', '\\/')
		.replace(
			/[\u0080-\uffff]/g,
			(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
	return Buffer.from(text, 'latin1');
}

function chunk<T>(items: readonly T[], size: number): T[][] {
	const count = Math.ceil(items.length / size);
	return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function splitWhere<T>(items: readonly T[], isBorder: (a: T, b: T) => boolean): T[][] {
	const runs: T[][] = [];
	for (const item of items) {
		const run = runs.at(-1);
		const last = run?.at(-1);
		if (run === undefined || last === undefined || isBorder(last, item)) runs.push([item]);
		else run.push(item);
	}
	return runs;
}
