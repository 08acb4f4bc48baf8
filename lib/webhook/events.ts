import { hash } from 'node:crypto';

import { isObject, type JsonObject } from '../jsonValues';
import { HUMAN_AGENT_WINDOW_MS, WINDOW_MS } from '../messagingWindows';
import type { Platform } from '../platform';
import { COMMENT, isComment } from './comments';
import { sentByOf } from './echoes';
import type { Update } from './entries';
import type { Kind } from './kind';
import { BARE_FIELDS, KINDS, OTHER } from './kinds';
import { MESSAGE } from './messages';
import type { EventName } from './names';
import { partiesOf, type Parties } from './parties';
import { safeCopy, timeMsOf, withoutUndefined } from './values';

/** One update, ready for a workflow. */
export interface WebhookEvent {
	/** The item's json. */
	json: JsonObject;
	/**
	 * The same for each delivery of the same event, different otherwise; short, and without meaning.
	 * Undefined for what must never count as a repetition.
	 */
	deduplicationKey?: string;
	/** An echo from which nobody can tell who wrote it: by message ids alone. */
	namesNoApp?: true;
}

export interface EventChoice {
	platform: Platform;
	/** Which events start a run. */
	events: ReadonlySet<EventName>;
	/** Only these accounts; empty for all. */
	accountIds: ReadonlySet<string>;
	/** The account's ids as far as the user has entered them: what they send is outbound. */
	ownIds: ReadonlySet<string>;
	/** The app's own id, where it is known: tells its echoes from those of other apps. */
	ownAppId?: string;
	/** Whether to put Meta's own update beside what was made of it. */
	includeRaw: boolean;
}

/** Makes an item of an update, or undefined if nobody has chosen it. Never throws. */
export function toEvent(update: Update, choice: EventChoice): WebhookEvent | undefined {
	const { event, field, isStandby } = update;
	const [key, value, kind] = recognise(update);
	const parties = partiesOf(update, value, choice.ownIds);
	const names = namesOf(kind, value, isStandby, parties.direction);
	const name = names.find((each) => choice.events.has(each));
	if (name === undefined || !isWanted(parties.accountId, update.entryId, choice)) return undefined;

	const timeMs = timeMsOf(event.timestamp ?? event.created_time) ?? timeMsOf(update.sentAt);
	const { direction } = parties;
	const shown = name === 'other' ? OTHER : kind;
	const opensWindow = direction === 'inbound' && !isStandby && kind.opensWindow?.(value);
	const isEcho = kind === MESSAGE && direction === 'outbound';
	const deduplicationKey = deduplicationKeyOf(
		isStandby ? `standby ${key}` : key,
		kind.id?.(value),
		update,
	);
	const json = withoutUndefined(
		{ platform: choice.platform, event: name },
		parties,
		{
			sentBy: isEcho ? sentByOf(value, choice.platform, choice.ownAppId) : undefined,
			timestamp: toIso(timeMs),
		},
		shown.details(field !== undefined && shown === OTHER ? { field, ...value } : value),
		opensWindow ? windowFrom(timeMs) : {},
		{ raw: choice.includeRaw ? safeCopy(event) : undefined },
	);
	const namesNoApp = isEcho && json?.appId === undefined && json?.sentBy === undefined;
	return { json: json ?? {}, deduplicationKey, ...(namesNoApp ? { namesNoApp } : {}) };
}

const BY_KEY = Object.entries(KINDS);

function recognise(update: Update): [key: string, value: JsonObject, kind: Kind] {
	const { event, field = '' } = update;
	if (isComment(update)) return ['comment', event, COMMENT];
	for (const [key, kind] of BY_KEY) {
		const value = event[key];
		if (isObject(value)) return [key, withNeighbours(key, value, event), kind];
	}
	const bare = Object.hasOwn(BARE_FIELDS, field) ? BARE_FIELDS[field] : undefined;
	const kind = bare === undefined ? undefined : KINDS[bare];
	return kind === undefined || bare === undefined ? ['other', event, OTHER] : [bare, event, kind];
}

/** What some apps get beside a message or a tap, others inside of it: an ad click comes either way. */
const NEIGHBOURS = ['referral', 'prior_message'] as const;

function withNeighbours(key: string, value: JsonObject, event: JsonObject): JsonObject {
	if (key !== 'message' && key !== 'postback') return value;
	const found = NEIGHBOURS.filter((each) => event[each] !== undefined && value[each] === undefined);
	return found.length === 0
		? value
		: { ...value, ...Object.fromEntries(found.map((each) => [each, event[each]])) };
}

function namesOf(
	kind: Kind,
	value: JsonObject,
	isStandby: boolean,
	direction: Parties['direction'],
): EventName[] {
	const names = kind.names(value);
	if (names.length === 0) return [];
	if (isStandby) return ['standby'];
	// Whatever the account itself has done, with or without Meta's mark: a run must not answer it.
	return direction === 'outbound' ? ['echo'] : names;
}

const isWanted = (accountId = '', entryId = '', { accountIds }: EventChoice) =>
	accountIds.size === 0 || accountIds.has(accountId) || accountIds.has(entryId);

const toIso = (timeMs: number | undefined): string | undefined =>
	timeMs === undefined ? undefined : new Date(timeMs).toISOString();

function windowFrom(timeMs: number | undefined): JsonObject {
	if (timeMs === undefined) return {};
	return {
		windowClosesAt: toIso(timeMs + WINDOW_MS),
		humanAgentClosesAt: toIso(timeMs + HUMAN_AGENT_WINDOW_MS),
	};
}

/** The entry of everything the dashboard's Test button sends: pressing it twice is no repetition. */
const TEST_BUTTON_ENTRY = '0';

/** Without an id the event itself tells. The time it was sent does not: Meta changes it in repetitions. */
function deduplicationKeyOf(
	key: string,
	id: string | undefined,
	{ event, field, entryId }: Update,
): string | undefined {
	if (entryId === TEST_BUTTON_ENTRY) return undefined;
	const subject = `${key} ${id ?? JSON.stringify([entryId, field, safeCopy(event)])}`;
	return hash('sha256', subject, 'base64url').slice(0, 22);
}
