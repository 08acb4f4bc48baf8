import { useEffect, useState } from 'preact/hooks';

/** One for all notes, so that one plays at a time. */
const audio = new Audio();

/** Whose note it has. */
let currentUrl = '';

const listeners = new Set<() => void>();

/** While it plays, the place moves with every picture the screen shows. */
function follow(): void {
	for (const listener of listeners) listener();
	if (!audio.paused) requestAnimationFrame(follow);
}

for (const event of ['play', 'pause', 'ended', 'seeked', 'error']) {
	audio.addEventListener(event, follow);
}
audio.addEventListener('ended', () => (audio.currentTime = 0));

export interface Playback {
	isPlaying: boolean;
	seconds: number;
	/** Plays on from where it stands, or pauses. */
	toggle: () => void;
	seek: (seconds: number) => void;
}

/** Where the note at this URL stands, and its buttons. */
export function usePlayback(url: string): Playback {
	const [, redraw] = useState(0);
	useEffect(() => {
		const listener = (): void => redraw((count) => count + 1);
		listeners.add(listener);
		return () => void listeners.delete(listener);
	}, []);
	const isCurrent = currentUrl === url;
	const takeOver = (): void => {
		if (currentUrl === url) return;
		currentUrl = url;
		audio.src = url;
	};
	return {
		isPlaying: isCurrent && !audio.paused,
		seconds: isCurrent ? audio.currentTime : 0,
		toggle: () => {
			takeOver();
			// A pause before the sound has begun rejects the promise; there is nothing to tell.
			if (audio.paused) audio.play().catch(() => undefined);
			else audio.pause();
		},
		seek: (seconds) => {
			takeOver();
			audio.currentTime = seconds;
			follow();
		},
	};
}
