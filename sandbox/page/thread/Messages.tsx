import { Fragment, type JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Picture } from '../live.js';
import type { Thread } from '../threads.js';
import { dayName, dayOf } from '../times.js';
import { Message } from './Message.js';
import { QuickReplies } from './QuickReplies.js';
import { Typing } from './Typing.js';

/** So many of the latest are drawn; the earlier ones when they are asked for. */
const STEP = 100;

/** Whoever is this near to the end, in pixels, is taken along when a message comes. */
const NEAR_END_PX = 120;

interface Props {
	thread: Thread;
	picture: Picture;
	/** ms since the epoch, by the sandbox's clock. */
	now: number;
}

export function Messages({ thread, picture, now }: Props): JSX.Element {
	const [length, setLength] = useState(STEP);
	const list = useStickToEnd(thread.messages.length);
	const shown = thread.messages.slice(-length);
	const last = shown.at(-1);
	return (
		<div class="scroll" ref={list}>
			{shown.length < thread.messages.length && (
				<button type="button" class="earlier" onClick={() => setLength(length + STEP)}>
					Show earlier messages
				</button>
			)}
			{last === undefined && (
				<p class="hint">
					Nothing here yet. Send a message to recipient {thread.recipient.id} and it appears here.
				</p>
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
	);
}

/** Keeps the end in view, unless the viewer has gone up to read. */
function useStickToEnd(count: number): { current: HTMLDivElement | null } {
	const list = useRef<HTMLDivElement>(null);
	const isAtEnd = useRef(true);
	useLayoutEffect(() => {
		const box = list.current;
		if (box === null) return undefined;
		const note = (): void => {
			isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
		};
		// Pictures and sounds take their room when they have loaded.
		const observer = new ResizeObserver(() => {
			if (isAtEnd.current) box.scrollTop = box.scrollHeight;
		});
		for (const child of box.children) observer.observe(child);
		box.addEventListener('scroll', note, { passive: true });
		return () => {
			observer.disconnect();
			box.removeEventListener('scroll', note);
		};
	}, []);
	useLayoutEffect(() => {
		if (isAtEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
	}, [count]);
	return list;
}
