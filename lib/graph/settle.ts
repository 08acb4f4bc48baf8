import type { GraphClient } from './client';
import { readMessages, type ConversationMessage, type LookUpPolicy } from './conversations';
import type { AttachmentType } from './meanings';
import { wait } from './wait';

/** How a message is recognised in its conversation. */
export type MessageContent = { kind: 'text'; text: string } | { kind: AttachmentType };

/** How long to wait before each look: what Meta has accepted shows up within seconds. */
const LOOK_AFTER_MS = [500, 1_000, 2_000, 4_000];

/**
 * Notes which messages a conversation holds before a send, so that an unclear answer to it can be
 * settled afterwards.
 * @returns finds the id of the one new message of this content from this account; undefined while
 * there is none, more than one, or no telling: absence proves nothing. Never rejects.
 */
export async function watchConversation(
	client: GraphClient,
	customerId: string,
	content: MessageContent,
	policy: LookUpPolicy,
): Promise<() => Promise<string | undefined>> {
	const look = async (isEnough?: (message: ConversationMessage) => boolean) =>
		await readMessages(client, customerId, policy, isEnough).catch(() => undefined);
	const before = await look();
	const known = new Set(before?.map(({ id }) => id));
	// Newest first: what stands behind a known message is older than the send, whatever it is.
	const isKnown = ({ id }: ConversationMessage) => known.has(id);

	return async () => {
		if (!before) return undefined;
		for (const pauseMs of LOOK_AFTER_MS) {
			await (policy.wait ?? wait)(pauseMs, policy.signal);
			if (policy.signal?.aborted) return undefined;
			const now = (await look(isKnown)) ?? [];
			const firstKnown = now.findIndex(isKnown);
			const fresh = (firstKnown < 0 ? now : now.slice(0, firstKnown)).filter(
				({ fromId }) => fromId !== customerId,
			);
			const [match, ...others] = fresh.filter((message) => isLike(message, content));
			// What cannot be told apart could be the message as well.
			if (others.length > 0 || fresh.some(({ kind }) => kind === 'other')) return undefined;
			if (match) return match.id;
		}
		return undefined;
	};
}

function isLike(message: ConversationMessage, content: MessageContent): boolean {
	if (message.kind !== content.kind || message.fromId === undefined) return false;
	return content.kind !== 'text' || message.text?.trim() === content.text.trim();
}
