import type { JSX } from 'preact';

import { useActing } from './acting.js';
import { openersOf } from './profile.js';

/** What the apps offer a customer who has not said anything yet. */
export function Openers(): JSX.Element | null {
	const { thread, act } = useActing();
	const openers = openersOf(thread.account);
	if (openers.length === 0) return null;
	return (
		<ul class="quick-replies" aria-label="Questions to begin with">
			{openers.map(({ title, payload }, at) => (
				<li key={at}>
					<button type="button" onClick={() => void act({ act: 'tapsPostback', title, payload })}>
						{title}
					</button>
				</li>
			))}
		</ul>
	);
}
