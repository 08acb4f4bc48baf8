import { hash } from 'node:crypto';

import { asId, isObject, type JsonObject } from '../jsonValues';
import { HUMAN_AGENT_WINDOW_MS, WINDOW_MS } from '../messagingWindows';
import type { Platform } from '../platform';
import type { Update } from './entries';
import { KINDS, OTHER, type Kind } from './kinds';
import type { EventName } from './names';
import { safeCopy, timeMsOf, withoutUndefined } from './values';

const OPENS_WINDOW: ReadonlySet<EventName> = new Set([
	'message',
	'voiceNote',
	'postback',
	'reaction',
	'referral',
]);

/** One update, ready for a workflow. */
export interface WebhookEvent {
	/** The item's json. */
	json: JsonObject;
	/**
	 * The same for each delivery of the same event, different otherwise; short, and without meaning.
	 * Undefined for what must never count as a repetition.
	 */
	deduplicationKey?: string;
}

export interface EventChoice {
	platform: Platform;
	/** Which events start a run. */
	events: ReadonlySet<EventName>;
	/** Only these accounts; empty for all. */
	accountIds: ReadonlySet<string>;
	/** The account's ids as far as the user has entered them: what they send is outbound. */
	ownIds: ReadonlySet<string>;
	/** Whether to put Meta's own update beside what was made of it. */
	includeRaw: boolean;
}

/** Makes an item of an update, or undefined if nobody has chosen it. Never throws. */
export function toEvent(update: Update, choice: EventChoice): WebhookEvent | undefined {
	const { event, field, isStandby } = update;
	const [key, value, kind] = recognise(update);
	const parties = partiesOf(update, value, choice);
	const names = namesOf(kind, value, isStandby, parties.direction);
	const name = names.find((each) => choice.events.has(each));
	if (name === undefined || !isWanted(parties, choice)) return undefined;

	const timeMs = timeMsOf(event.timestamp) ?? timeMsOf(update.sentAt);
	const { direction, accountId, customerId } = parties;
	const opensWindow =
		direction === 'inbound' && OPENS_WINDOW.has(names[0] ?? name) && value.action !== 'unreact';
	const about = {
		direction,
		accountId,
		customerId,
		timestamp: toIso(timeMs),
		...kind.details(field !== undefined && kind === OTHER ? { field, ...value } : value),
		...(opensWindow ? windowFrom(timeMs) : {}),
	};
	const deduplicationKey = deduplicationKeyOf(
		isStandby ? `standby ${key}` : key,
		kind.id?.(value),
		update,
	);
	const json = withoutUndefined({
		platform: choice.platform,
		event: name,
		...about,
		raw: choice.includeRaw ? safeCopy(event) : undefined,
	});
	return { json: json ?? {}, deduplicationKey };
}

const BY_KEY = Object.entries(KINDS);

function recognise({ event }: Update): [key: string, value: JsonObject, kind: Kind] {
	for (const [key, kind] of BY_KEY) {
		const value = event[key];
		if (isObject(value)) return [key, value, kind];
	}
	return ['other', event, OTHER];
}

/** Everything in it is the account's own; in this shape some come without the mark `is_echo`. */
const ECHO_FIELD = 'message_echoes';

interface Parties {
	direction: 'inbound' | 'outbound';
	accountId?: string;
	customerId?: string;
	entryId?: string;
}

/** Who the account is and who the customer, whichever of them the update came from. */
function partiesOf(
	{ event, field, entryId }: Update,
	{ is_echo }: JsonObject,
	{ ownIds }: EventChoice,
): Parties {
	const sender = isObject(event.sender) ? asId(event.sender.id) : undefined;
	const recipient = isObject(event.recipient) ? asId(event.recipient.id) : undefined;
	const isOwn = sender !== undefined && (sender === entryId || ownIds.has(sender));
	const isOutbound = is_echo === true || field === ECHO_FIELD || isOwn;
	const [accountId = entryId, customerId] = isOutbound ? [sender, recipient] : [recipient, sender];
	return { direction: isOutbound ? 'outbound' : 'inbound', accountId, customerId, entryId };
}

function namesOf(
	kind: Kind,
	value: JsonObject,
	isStandby: boolean,
	direction: Parties['direction'],
): EventName[] {
	if (isStandby) return ['standby'];
	// Whatever the account itself has done, with or without Meta's mark: a run must not answer it.
	return direction === 'outbound' ? ['echo'] : kind.names(value);
}

const isWanted = ({ accountId = '', entryId = '' }: Parties, { accountIds }: EventChoice) =>
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
