import type { AttachmentType } from './attachmentTypes';
import type { GraphClient } from './client';
import { readMessages, type ConversationMessage } from './conversationMessages';
import type { LookUpPolicy } from './lookUp';
import { wait } from './wait';

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
	policy: LookUpPolicy,
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
			const fresh = (firstKnown < 0 ? now : now.slice(0, firstKnown)).filter(isOurs);
			const [match, ...others] = fresh.filter((message) => isLike(message, content));
			// A message without sender, time or kind could be the one that was sent.
			if (others.length > 0 || fresh.some(isVague)) return undefined;
			if (match && match.id === seen) return seen;
			seen = match?.id;
		}
		return undefined;
	};
}

const isVague = ({ kind, fromId, createdAt }: ConversationMessage): boolean =>
	kind === 'other' || fromId === undefined || createdAt === undefined;

function isLike(message: ConversationMessage, content: MessageContent): boolean {
	if (message.kind !== content.kind) return false;
	return content.kind !== 'text' || message.text?.trim() === content.text.trim();
}

const within = (timeoutMs: number, signal?: AbortSignal): AbortSignal =>
	AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
