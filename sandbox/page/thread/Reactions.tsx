import type { JSX } from 'preact';

import type { ThreadMessage } from '../threads.js';
import { useActing } from './acting.js';

/** Meta's names for the usual emoji. Source: Meta, "message_reactions". */
const EMOJI_OF: Readonly<Record<string, string>> = {
	smile: '😆',
	angry: '😠',
	sad: '😢',
	wow: '😮',
	love: '❤️',
	like: '👍',
	dislike: '👎',
};

/** What both sides reacted with; a tap takes the customer's own back. */
export function Reactions({ message }: { message: ThreadMessage }): JSX.Element | null {
	const { thread, act } = useActing();
	const { account, customer } = message.reactions ?? {};
	if (account === undefined && customer === undefined) return null;
	return (
		<div class="reactions">
			{account !== undefined && (
				<span title={`${thread.account.name} reacted`}>
					<span class="spoken">{thread.account.name} reacted with </span>
					{EMOJI_OF[account] ?? account}
				</span>
			)}
			{customer !== undefined && (
				<button
					type="button"
					aria-label={`Take your reaction ${customer} back`}
					onClick={() => void act({ act: 'unreacts', messageId: message.messageId })}
				>
					{customer}
				</button>
			)}
		</div>
	);
}
