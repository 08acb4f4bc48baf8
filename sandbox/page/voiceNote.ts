import { element, icon } from './elements.js';

const PLAY = 'M8 5v14l11-7z';
const PAUSE = 'M6 5h4v14H6zM14 5h4v14h-4z';

/** Bars of a note: the longer it plays, the more of them, within what a bubble holds. */
const BARS = { min: 18, max: 44, perSecond: 2, atLeast: 14 };

/**
 * A player that looks like the apps'.
 * @param className of the bubble's colour
 * @param durationSeconds as the sandbox read it from the file; the browser's own figure wins
 */
export function voiceNote(
	messageId: string,
	mediaUrl: string,
	durationSeconds: number,
	className: string,
): HTMLElement {
	const audio = new Audio(mediaUrl);
	audio.preload = 'none';
	const bars = waveform(messageId, barCount(durationSeconds));
	const wave = element('div', 'wave', ...bars);
	const button = element('button', '');
	const time = element('span', 'length');
	const total = (): number => (Number.isFinite(audio.duration) ? audio.duration : durationSeconds);
	const draw = (): void => {
		const share = total() > 0 ? audio.currentTime / total() : 0;
		bars.forEach((bar, at) => bar.classList.toggle('played', at / bars.length < share));
		const isAtStart = audio.paused && audio.currentTime === 0;
		time.textContent = minutesAndSeconds(isAtStart ? total() : audio.currentTime);
		button.replaceChildren(icon(audio.paused ? PLAY : PAUSE));
		button.setAttribute('aria-label', audio.paused ? 'Play voice note' : 'Pause voice note');
	};
	for (const event of ['timeupdate', 'play', 'pause', 'loadedmetadata', 'seeked']) {
		audio.addEventListener(event, draw);
	}
	audio.addEventListener('ended', () => {
		audio.currentTime = 0;
		draw();
	});
	audio.addEventListener('error', () => {
		time.textContent = 'cannot be played here';
	});
	button.addEventListener('click', () => {
		// A file that cannot be played is told by the event; pausing early rejects as well.
		if (audio.paused) audio.play().catch(() => undefined);
		else audio.pause();
	});
	wave.addEventListener('click', (event) => {
		const box = wave.getBoundingClientRect();
		if (total() > 0) audio.currentTime = total() * ((event.clientX - box.left) / box.width);
	});
	draw();
	return element('div', `bubble voice ${className}`, button, wave, time);
}

function barCount(durationSeconds: number): number {
	const count = Math.round(BARS.atLeast + durationSeconds * BARS.perSecond);
	return Math.max(BARS.min, Math.min(BARS.max, count));
}

/** Bars that look like speech; drawn from the message id, so that they stay the same. */
function waveform(seed: string, count: number): HTMLElement[] {
	let state = [...seed].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) >>> 0, 7);
	return Array.from({ length: count }, (_, at) => {
		// A linear congruential generator, with the constants of "Numerical Recipes".
		state = (state * 1664525 + 1013904223) >>> 0;
		const swell = 0.45 + 0.55 * Math.abs(Math.sin(at * 0.55 + (seed.length % 5)));
		const bar = element('i', '');
		bar.style.height = `${Math.round(15 + 80 * swell * (0.35 + 0.65 * (state / 2 ** 32)))}%`;
		return bar;
	});
}

function minutesAndSeconds(seconds: number): string {
	const whole = Math.round(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
