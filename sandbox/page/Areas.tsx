import type { JSX } from 'preact';

export type Area = 'conversations' | 'thread' | 'cockpit';

const TITLES: Record<Area, string> = {
	conversations: 'Conversations',
	thread: 'Thread',
	cockpit: 'Cockpit',
};

/** Switches between the areas where only one has room. */
export function Areas({ area, onShow }: { area: Area; onShow: (area: Area) => void }): JSX.Element {
	return (
		<nav class="areas" aria-label="Areas">
			{(Object.keys(TITLES) as Area[]).map((each) => (
				<button
					key={each}
					type="button"
					aria-current={each === area ? 'page' : undefined}
					onClick={() => onShow(each)}
				>
					{TITLES[each]}
				</button>
			))}
		</nav>
	);
}
