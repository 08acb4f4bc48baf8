import type { JSX } from 'preact';

import { Face } from '../Face.js';
import type { Picture } from '../live.js';
import type { Thread } from '../threads.js';

interface Props {
	thread: Thread | undefined;
	picture: Picture;
}

/** The open thread as its customer sees it. */
export function Conversation({ thread }: Props): JSX.Element {
	if (thread === undefined) {
		return (
			<main class="thread">
				<p class="hint">Choose a conversation to see it as the customer does.</p>
			</main>
		);
	}
	const { account, recipient, messages } = thread;
	return (
		<main class="thread">
			<header>
				<Face account={account} name={recipient.name} />
				<h2>{recipient.name}</h2>
			</header>
			<ol class="messages">
				{messages.map(({ messageId, text, kind }) => (
					<li key={messageId}>{text ?? kind}</li>
				))}
			</ol>
		</main>
	);
}
