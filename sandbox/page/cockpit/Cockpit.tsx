import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Picture } from '../live.js';
import type { Thread } from '../threads.js';
import { TABS } from './tabs.js';

/** The developer's side: one tab at a time. */
export function Cockpit({
	picture,
	thread,
}: {
	picture: Picture;
	thread: Thread | undefined;
}): JSX.Element {
	const [openId, open] = useState(TABS[0]?.id);
	const tab = TABS.find(({ id }) => id === openId);
	return (
		<aside class="cockpit" aria-label="Cockpit">
			<div role="tablist" aria-label="Cockpit">
				{TABS.map(({ id, title }) => (
					<button
						key={id}
						type="button"
						role="tab"
						aria-selected={id === openId}
						onClick={() => open(id)}
					>
						{title}
					</button>
				))}
			</div>
			{tab && <tab.Panel picture={picture} thread={thread} />}
		</aside>
	);
}
