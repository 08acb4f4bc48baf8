import type { JSX } from 'preact';

/** Drawings of 24 × 24, as in the attribute `d`. */
const PATHS = {
	play: 'M8 5v14l11-7z',
	pause: 'M6 5h4v14H6zM14 5h4v14h-4z',
	more: 'M6 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm6 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm6 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
	attach:
		'M16.5 6v11.5a4 4 0 0 1-8 0V5a2.5 2.5 0 0 1 5 0v10.5a1 1 0 0 1-2 0V6H10v9.5a2.5 2.5 0 0 0 5 0V5a4 4 0 0 0-8 0v12.5a5.5 5.5 0 0 0 11 0V6z',
	microphone:
		'M12 14a3 3 0 0 0 3-3V5a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zm5-3a5 5 0 0 1-10 0H5.3a6.7 6.7 0 0 0 5.8 6.6V21h1.8v-3.4a6.7 6.7 0 0 0 5.8-6.6z',
	send: 'M3 20.5 21.5 12 3 3.5 3 10l12 2-12 2z',
	close:
		'M18.3 5.7 16.9 4.3 12 9.2 7.1 4.3 5.7 5.7 10.6 10.6 5.7 15.5l1.4 1.4L12 12l4.9 4.9 1.4-1.4-4.9-4.9z',
	chat: 'M12 3C6.5 3 2 6.9 2 11.7c0 2.6 1.3 4.9 3.4 6.5L5 22l4-2.2c1 .2 2 .4 3 .4 5.5 0 10-3.8 10-8.5S17.5 3 12 3z',
	menu: 'M4 6h16v2H4zm0 5h16v2H4zm0 5h16v2H4z',
	file: 'M6 2h8l6 6v14H6zm7 1.5V9h5.5z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): JSX.Element {
	return (
		<svg viewBox="0 0 24 24" aria-hidden="true">
			<path d={PATHS[name]} />
		</svg>
	);
}
