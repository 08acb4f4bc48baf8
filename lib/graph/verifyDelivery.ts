import type { AttachmentType } from './attachmentTypes';
import type { GraphClient } from './client';
import { readMessages, type ConversationMessage } from './conversationMessages';
import type { LookUpPolicy } from './lookUp';
import { wait } from './wait';

/** What is known of the other messages that are sent to the same customer, whoever sends them. */
export interface OtherSends {
	/** Whether one with an unknown outcome may still turn up in the conversation. */
	mayTurnUp(): Promise<boolean>;
	/** The outcome of this one is unknown. */
	noteUnknown(): Promise<void>;
	/** Whether a message of the conversation is known to be another than this one. */
	isAnother(messageId: string): Promise<boolean>;
}

export interface VerifyPolicy extends LookUpPolicy {
	others?: OtherSends;
}

/** How a message is recognised in its conversation. */
export type MessageContent = { kind: 'text'; text: string } | { kind: AttachmentType };

/** How long to wait before each look: what Meta has accepted shows up within seconds. */
const LOOK_AFTER_MS = [500, 1_000, 2_000, 4_000, 4_000];

/** Time for a second message like it to show up: then nobody knows which of them was sent. */
const LOOK_AGAIN_AFTER_MS = 2_000;

/** The recipient's other messages wait meanwhile: neither one look-up nor all of them may take long. */
const LOOK_UP_TIMEOUT_MS = 10_000;
const BEFORE_TIMEOUT_MS = 15_000;
const AFTER_TIMEOUT_MS = 45_000;

/** Graph writes whole seconds, and clocks differ a little. */
const CLOCK_TOLERANCE_MS = 5_000;

/** @param postedAtMs when the POST with the unknown outcome began */
export type FindSent = (postedAtMs: number) => Promise<string | undefined>;

/**
 * Notes which messages a conversation holds before a send, so that an unclear answer to it can be
 * looked up afterwards.
 * @returns finds the id of the one new message of this content from this account; undefined where
 * there is none, more than one, or one that cannot be identified. A message that is not found may
 * still have been delivered. Never rejects.
 */
export async function watchConversation(
	client: GraphClient,
	customerId: string,
	content: MessageContent,
	policy: VerifyPolicy,
): Promise<FindSent> {
	const look = async (signal: AbortSignal, isEnough?: (message: ConversationMessage) => boolean) =>
		await readMessages(
			client,
			customerId,
			{ ...policy, signal, maxRetries: 0, timeoutMs: LOOK_UP_TIMEOUT_MS },
			isEnough,
		).catch(() => undefined);
	const before = await look(within(BEFORE_TIMEOUT_MS, policy.signal));
	const known = new Set(before?.map(({ id }) => id));
	// The list is newest first: everything after a known message is older than the send.
	const isKnown = ({ id }: ConversationMessage) => known.has(id);

	return async (postedAtMs) => {
		if (!before) return undefined;
		const signal = within(AFTER_TIMEOUT_MS, policy.signal);
		const isOurs = ({ fromId, createdAt }: ConversationMessage) =>
			fromId !== customerId &&
			(createdAt?.getTime() ?? Infinity) >= postedAtMs - CLOCK_TOLERANCE_MS;
		let seen: string | undefined;
		for (const pauseMs of LOOK_AFTER_MS) {
			await (policy.wait ?? wait)(seen ? LOOK_AGAIN_AFTER_MS : pauseMs, signal);
			if (signal.aborted) return undefined;
			const now = (await look(signal, isKnown)) ?? [];
			const firstKnown = now.findIndex(isKnown);
			const ours = (firstKnown < 0 ? now : now.slice(0, firstKnown)).filter(isOurs);
			const fresh = await withoutOthers(ours, policy);
			if (!fresh) return undefined;
			const [match, ...others] = fresh.filter((message) => isLike(message, content));
			// A message without sender, time or kind could be the one that was sent.
			if (others.length > 0 || fresh.some(isVague)) return undefined;
			if (match && match.id === seen) return seen;
			seen = match?.id;
		}
		return undefined;
	};
}

/** A post that a process left behind: Meta has shown it by now, its own fetch of the file included, or never will. */
const SETTLED_AFTER_MS = 60_000;

/** Between its claim and its POST a message may wait for slots, for Meta's pauses and for refused tries. */
const LONGEST_WAY_TO_POST_MS = 10 * 60_000;

/** No clock is further off: within this, what looks like the message may be it, however its times compare. */
const CLOCK_DOUBT_MS = 5 * 60_000;

const NEXT_LOOK_AFTER_MS = 4_000;

/**
 * Finds out what became of a message that somebody else has posted, or was about to, and left: a process that
 * is gone, an earlier run.
 * @param claimedAtMs since when it may have been posted
 * @returns its id; `absent` if it certainly did not arrive; `unclear` where neither is certain. Waits for a
 *   minute after it was claimed before it calls it absent. Never rejects.
 */
export async function findEarlier(
	client: GraphClient,
	customerId: string,
	content: MessageContent,
	claimedAtMs: number,
	policy: VerifyPolicy,
): Promise<{ messageId: string } | 'absent' | 'unclear'> {
	const signal = within(SETTLED_AFTER_MS + AFTER_TIMEOUT_MS, policy.signal);
	const timeOf = ({ createdAt }: ConversationMessage) => createdAt?.getTime() ?? claimedAtMs;
	const isOlder = (message: ConversationMessage) =>
		timeOf(message) < claimedAtMs - CLOCK_TOLERANCE_MS;
	const isBefore = (message: ConversationMessage) => timeOf(message) < claimedAtMs - CLOCK_DOUBT_MS;
	const mayBeIt = (message: ConversationMessage) =>
		message.fromId !== customerId &&
		!isBefore(message) &&
		timeOf(message) <= claimedAtMs + LONGEST_WAY_TO_POST_MS + CLOCK_DOUBT_MS;
	let seen: string | undefined;
	for (;;) {
		const isSettled = Date.now() >= claimedAtMs + SETTLED_AFTER_MS;
		const now = await readMessages(
			client,
			customerId,
			{ ...policy, signal, timeoutMs: LOOK_UP_TIMEOUT_MS },
			isBefore,
		).catch(() => []);
		// Only a list that goes back to before the message tells that it is not there.
		if (signal.aborted || !now.some(isOlder)) return 'unclear';
		const candidates = await withoutOthers(now.filter(mayBeIt), policy);
		if (!candidates) return 'unclear';
		const [match, ...more] = candidates.filter((message) => isLike(message, content));
		if (more.length > 0 || candidates.some(isVague)) return 'unclear';
		if (match && isOlder(match)) return 'unclear';
		if (match && (isSettled || match.id === seen)) return { messageId: match.id };
		if (!match && isSettled) return 'absent';
		seen = match?.id;
		await (policy.wait ?? wait)(match ? LOOK_AGAIN_AFTER_MS : NEXT_LOOK_AFTER_MS, signal);
	}
}

/** Undefined where that cannot be told at the moment. */
async function withoutOthers(
	messages: ConversationMessage[],
	{ others }: VerifyPolicy,
): Promise<ConversationMessage[] | undefined> {
	if (!others) return messages;
	try {
		const areOthers = await Promise.all(messages.map(async ({ id }) => await others.isAnother(id)));
		return messages.filter((_, index) => !areOthers[index]);
	} catch {
		return undefined;
	}
}

const isVague = ({ kind, fromId, createdAt }: ConversationMessage): boolean =>
	kind === 'other' || fromId === undefined || createdAt === undefined;

function isLike(message: ConversationMessage, content: MessageContent): boolean {
	if (message.kind !== content.kind) return false;
	return content.kind !== 'text' || message.text?.trim() === content.text.trim();
}

const within = (timeoutMs: number, signal?: AbortSignal): AbortSignal =>
	AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
