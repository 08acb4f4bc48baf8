import type { JSX } from 'preact';

import type { LiveRecipient } from '../../control/shown.js';
import type { ThreadMessage } from '../threads.js';
import { useActing } from './acting.js';

interface QuickReply {
	content_type?: unknown;
	title?: unknown;
	payload?: unknown;
}

/** What the apps fill in from the customer's profile. Source: Meta, "Quick replies". */
const FROM_PROFILE: Readonly<Record<string, (recipient: LiveRecipient) => string>> = {
	user_email: ({ name }) => `${name.toLowerCase().replaceAll(/\s+/g, '.')}@example.com`,
	// A number set aside for fiction.
	user_phone_number: () => '+12025550142',
};

/** The chips under the latest message; they are gone with the next. */
export function QuickReplies({ message }: { message: ThreadMessage }): JSX.Element | null {
	const { thread, act } = useActing();
	const replies = (message.quickReplies ?? []) as readonly QuickReply[];
	if (replies.length === 0) return null;
	return (
		<ul class="quick-replies" aria-label="Quick replies">
			{replies.map((reply, at) => {
				const own = FROM_PROFILE[String(reply.content_type)]?.(thread.recipient);
				const text = own ?? String(reply.title);
				const quickReply = own ?? (typeof reply.payload === 'string' ? reply.payload : '');
				return (
					<li key={at}>
						<button type="button" onClick={() => void act({ act: 'writes', text, quickReply })}>
							{text}
						</button>
					</li>
				);
			})}
		</ul>
	);
}
