import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Thread } from '../threads.js';

/** The bubble goes away by itself after 20 s. Source: Meta, "Sender actions". */
const TYPING_MS = 20_000;

/** The account's dots, from `typing_on` to `typing_off`, a message, or the end of the time. */
export function Typing({
	thread,
	aheadMs,
}: {
	thread: Thread;
	aheadMs: number;
}): JSX.Element | null {
	const typing = thread.actions.findLast(({ action }) => action.startsWith('typing_'));
	const lastMessage = thread.messages.findLast((each) => !each.isMine);
	const endsAt = typing?.action === 'typing_on' ? typing.at + TYPING_MS - aheadMs : 0;
	const [, redraw] = useState(0);
	useEffect(() => {
		const leftMs = endsAt - Date.now();
		if (leftMs <= 0) return undefined;
		const timer = setTimeout(() => redraw(endsAt), leftMs);
		return () => clearTimeout(timer);
	}, [endsAt]);
	if (typing === undefined || endsAt <= Date.now() || (lastMessage?.at ?? 0) >= typing.at)
		return null;
	return (
		<p class="bubble typing" role="status">
			<span class="spoken">{thread.account.name} is typing</span>
			<i />
			<i />
			<i />
		</p>
	);
}
