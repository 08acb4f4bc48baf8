import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import type { PanelProps } from './panel.js';
import { TABS } from './tabs.js';

/** Where the arrow keys lead in a row of tabs. Source: WAI-ARIA Authoring Practices, "Tabs". */
const STEPS: Readonly<Record<string, (at: number) => number>> = {
	ArrowRight: (at) => (at + 1) % TABS.length,
	ArrowLeft: (at) => (at - 1 + TABS.length) % TABS.length,
	Home: () => 0,
	End: () => TABS.length - 1,
};

/** The developer's side: one tab at a time. What was typed in the others stays. */
export function Cockpit({ picture, thread }: PanelProps): JSX.Element {
	const [openAt, open] = useState(0);
	const tabs = useRef<HTMLDivElement>(null);
	const moveBy = (event: KeyboardEvent): void => {
		const step = STEPS[event.key];
		if (step === undefined) return;
		event.preventDefault();
		const next = step(openAt);
		open(next);
		tabs.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
	};
	return (
		<aside class="cockpit" aria-label="Cockpit">
			<div role="tablist" aria-label="Cockpit" ref={tabs} onKeyDown={moveBy}>
				{TABS.map(({ id, title }, at) => (
					<button
						key={id}
						type="button"
						role="tab"
						id={`tab-${id}`}
						aria-controls={`panel-${id}`}
						aria-selected={at === openAt}
						tabIndex={at === openAt ? 0 : -1}
						onClick={() => open(at)}
					>
						{title}
					</button>
				))}
			</div>
			{TABS.map(({ id, Panel }, at) => (
				<div
					key={id}
					role="tabpanel"
					id={`panel-${id}`}
					aria-labelledby={`tab-${id}`}
					tabIndex={0}
					hidden={at !== openAt}
				>
					<Panel picture={picture} thread={thread} />
				</div>
			))}
		</aside>
	);
}
