import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Thread } from '../threads.js';
import type { Acting } from './acting.js';

/** Lets the customer read what came, as opening a thread in the apps does, while it can be seen. */
export function useReading(
	{ messages, unread }: Thread,
	isOpen: boolean,
	area: RefObject<HTMLElement | null>,
	act: Acting['act'],
): void {
	const reported = useRef('');
	const [, look] = useState(0);
	useEffect(() => {
		const lookAgain = (): void => look((count) => count + 1);
		document.addEventListener('visibilitychange', lookAgain);
		return () => document.removeEventListener('visibilitychange', lookAgain);
	}, []);
	useEffect(() => {
		const last = messages.findLast((each) => !each.isMine)?.messageId ?? '';
		// On a phone another area may be in its place.
		const isSeen = document.visibilityState === 'visible' && area.current?.offsetParent !== null;
		if (unread === 0 || !isOpen || !isSeen || reported.current === last) return;
		reported.current = last;
		void act({ act: 'reads' });
	});
}
