import type { JSX } from 'preact';

import { Face } from '../Face.js';
import type { Picture } from '../live.js';
import { preview, type Thread } from '../threads.js';
import { shortTime } from '../times.js';

interface Props {
	threads: readonly Thread[];
	picture: Picture;
	openKey: string;
	onOpen: (key: string) => void;
}

/** Everybody's conversations, the latest first. */
export function Conversations({ threads, picture, openKey, onOpen }: Props): JSX.Element {
	const now = Date.now() + picture.state.aheadMs;
	return (
		<section class="conversations" aria-label="All conversations">
			<header>
				<p class="title">Svara sandbox</p>
				<p class={picture.isConnected ? 'connection live' : 'connection'} role="status">
					{statusOf(picture)}
				</p>
			</header>
			<nav aria-label="Conversations">
				<ul>
					{threads.map((thread) => (
						<li key={thread.key}>
							<Row
								thread={thread}
								now={now}
								isOpen={thread.key === openKey}
								onOpen={() => onOpen(thread.key)}
							/>
						</li>
					))}
				</ul>
			</nav>
		</section>
	);
}

function statusOf({ isConnected, problem }: Picture): string {
	return isConnected ? 'Live' : problem || 'Connecting …';
}

interface RowProps {
	thread: Thread;
	/** ms since the epoch, by the sandbox's clock. */
	now: number;
	isOpen: boolean;
	onOpen: () => void;
}

function Row({ thread, now, isOpen, onOpen }: RowProps): JSX.Element {
	const { account, recipient, messages, unread } = thread;
	const last = messages.at(-1);
	return (
		<button
			type="button"
			class={unread > 0 ? 'row unread' : 'row'}
			aria-current={isOpen ? 'true' : undefined}
			onClick={onOpen}
		>
			<Face account={account} name={recipient.name} />
			<span class="who">
				<strong>{recipient.name}</strong>
				<span class="preview">
					{last === undefined ? 'No messages yet' : `${last.isMine ? 'You: ' : ''}${preview(last)}`}
				</span>
				<span class="account">{account.name}</span>
			</span>
			<span class="side">
				{last && <time dateTime={new Date(last.at).toISOString()}>{shortTime(last.at, now)}</time>}
				{unread > 0 && (
					<span class="badge">
						{unread}
						<span class="spoken"> unread</span>
					</span>
				)}
			</span>
		</button>
	);
}
