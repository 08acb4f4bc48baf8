import { HUMAN_AGENT_WINDOW_MS, WINDOW_MS } from '../messagingWindows';
import type { GraphClient } from './client';
import { readMessages } from './conversationMessages';
import type { LookUpPolicy } from './lookUp';

/** What the conversation shows of the window; dates in ISO 8601, null where no message was found. */
export interface MessagingWindow {
	isOpen: boolean;
	/**
	 * True when a message proves the window open. A closed one is never certain: reactions, taps on
	 * buttons and links open it too and cannot be seen here, nor can more than twenty messages.
	 */
	isCertain: boolean;
	lastUserMessageAt: string | null;
	closesAt: string | null;
	humanAgentClosesAt: string | null;
}

/** Works the window out from the customer's last visible message: a lower bound. */
export async function readWindow(
	client: GraphClient,
	customerId: string,
	policy: LookUpPolicy,
	now: () => number = Date.now,
): Promise<MessagingWindow> {
	const isTheirs = ({ fromId }: { fromId?: string }) => fromId === customerId;
	const messages = await readMessages(client, customerId, policy, isTheirs);
	const last = messages.find(isTheirs)?.createdAt;
	const after = (ms: number) => (last ? new Date(last.getTime() + ms).toISOString() : null);
	const isOpen = last !== undefined && now() < last.getTime() + WINDOW_MS;
	return {
		isOpen,
		isCertain: isOpen,
		lastUserMessageAt: after(0),
		closesAt: after(WINDOW_MS),
		humanAgentClosesAt: after(HUMAN_AGENT_WINDOW_MS),
	};
}
