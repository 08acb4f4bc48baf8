import type { Recipient, SandboxAccount } from '../model/accounts';
import type { JsonObject } from '../model/json';
import { WEBHOOK_RULES, type EventKind } from './fields';

/** Something that happened in one of the account's threads or under its posts, as a webhook tells of it. */
export interface WebhookEvent {
	account: SandboxAccount;
	/** Whose thread it is, or who commented; absent for what the account itself did under a post. */
	recipient?: Recipient;
	kind: EventKind;
	/** Another app owns the thread: told in `standby[]`. */
	isStandby: boolean;
	/** `sender`, `recipient`, `timestamp` and the kind's own key; of a comment the comment itself. */
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
	const runs = splitWhere(ordered, (a, b) => shapeOf(a) !== shapeOf(b));
	const entries = runs
		.flatMap((run) => chunk(run, eventsPerEntry))
		.map((some) => entryOf(account, some, now));
	return chunk(entries, entriesPerPost).map((some) => ({
		account,
		body: serialise(envelope(account, some)),
	}));
}

/** Comments never come in `messaging`. Source: Meta, "Instagram Platform Webhook Notification Examples". */
const CHANGES: ReadonlySet<EventKind> = new Set(['comment', 'liveComment']);

function shapeOf({ kind, isStandby }: WebhookEvent): EntryShape {
	if (CHANGES.has(kind)) return 'changes';
	return isStandby ? 'standby' : 'messaging';
}

/** @param events that come in the same shape, one at least */
function entryOf(
	{ id }: SandboxAccount,
	events: readonly WebhookEvent[],
	now: number,
): Record<string, unknown> {
	const [first] = events;
	if (first !== undefined && shapeOf(first) === 'changes') {
		const changes = events.map((each) => ({ field: fieldOf(each), value: each.payload }));
		return { id, time: Math.floor(now / 1000), changes };
	}
	const shape = first?.isStandby ? 'standby' : 'messaging';
	return { id, time: now, [shape]: events.map((each) => each.payload) };
}

/** The field an event of that kind travels under. */
export function fieldOf({ account, kind, isStandby }: WebhookEvent): string {
	const fallback: EventKind = 'message';
	const { fields } = WEBHOOK_RULES[account.flavour];
	return isStandby ? 'standby' : (fields[kind]?.[0] ?? fields[fallback]?.[0] ?? 'messages');
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
