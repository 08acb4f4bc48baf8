import { Fragment, type JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Picture } from '../live.js';
import type { Thread } from '../threads.js';
import { dayName, dayOf } from '../times.js';
import { Message } from './Message.js';
import { Openers } from './Openers.js';
import { QuickReplies } from './QuickReplies.js';
import { Typing } from './Typing.js';

/** So many of the latest are drawn at first; the earlier ones when they are asked for. */
const STEP = 100;

/** Nothing goes away above somebody who reads, until this many came below. */
const MOST_COMING = 1000;

/** Whoever is this near to the end, in pixels, is taken along when a message comes. */
const NEAR_END_PX = 120;

interface Props {
	thread: Thread;
	picture: Picture;
	/** ms since the epoch, by the sandbox's clock. */
	now: number;
}

export function Messages({ thread, picture, now }: Props): JSX.Element {
	const { length } = thread.messages;
	const [first, setFirst] = useState(Math.max(0, length - STEP));
	const list = useStickToEnd();
	const isReset = first > length;
	const from = isReset ? Math.max(0, length - STEP) : Math.max(first, length - STEP - MOST_COMING);
	const shown = thread.messages.slice(from);
	const last = shown.at(-1);
	return (
		<div class="scroll" ref={list}>
			<div class="content">
				{from > 0 && (
					<button type="button" class="earlier" onClick={() => setFirst(Math.max(0, from - STEP))}>
						Show earlier messages
					</button>
				)}
				{last === undefined && (
					<>
						<p class="hint">
							Nothing here yet. Write as {thread.recipient.name}, or send a message to recipient{' '}
							{thread.recipient.id}, and it appears here.
						</p>
						<Openers />
					</>
				)}
				<ol class="messages" aria-label="Messages">
					{shown.map((message, at) => {
						const before = shown[at - 1];
						const isNewDay = before === undefined || dayOf(before.at) !== dayOf(message.at);
						return (
							<Fragment key={message.messageId}>
								{isNewDay && (
									<li class="day">
										<span>{dayName(message.at, now)}</span>
									</li>
								)}
								<Message
									message={message}
									next={shown[at + 1]}
									comment={picture.comments.get(message.commentId ?? '')}
								/>
							</Fragment>
						);
					})}
				</ol>
				{last !== undefined && !last.isMine && <QuickReplies message={last} />}
				<Typing thread={thread} aheadMs={picture.state.aheadMs} />
				<p class="spoken" aria-live="polite">
					{last !== undefined && !last.isMine ? `${thread.account.name} sent a message` : ''}
				</p>
			</div>
		</div>
	);
}

/** Keeps the end in view, unless the viewer has gone up to read. */
function useStickToEnd(): { current: HTMLDivElement | null } {
	const list = useRef<HTMLDivElement>(null);
	const isAtEnd = useRef(true);
	useLayoutEffect(() => {
		const box = list.current;
		if (box === null) return undefined;
		const note = (): void => {
			isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
		};
		// Messages come, and pictures and sounds take their room when they have loaded.
		const observer = new ResizeObserver(() => {
			if (isAtEnd.current) box.scrollTop = box.scrollHeight;
		});
		if (box.firstElementChild) observer.observe(box.firstElementChild);
		box.addEventListener('scroll', note, { passive: true });
		return () => {
			observer.disconnect();
			box.removeEventListener('scroll', note);
		};
	}, []);
	return list;
}
