/** A sound as its bubble shows it. */
export interface Sound {
	/** Measured from the decoded samples, whatever the file says of itself. */
	durationSeconds: number;
	/** The loudest sample of each bar, 1 for the loudest of all. */
	peaks: readonly number[];
}

/** Enough for speech, and a third of the memory of what recorders take. */
const SAMPLE_RATE_HZ = 16_000;

/** Bars of a note: the longer it plays, the more of them, within what a bubble holds. */
const BARS = { min: 20, max: 44, perSecond: 3 };

const sounds = new Map<string, Promise<Sound>>();

/** Sounds are decoded one after the other: each may be a hundred times the size of its file. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Decodes a sound in the browser, once for each URL.
 * @throws Error if this browser cannot read it
 */
export function soundOf(url: string): Promise<Sound> {
	const known = sounds.get(url);
	if (known !== undefined) return known;
	const sound = last.then(() => decode(url));
	last = sound.catch(() => undefined);
	sounds.set(url, sound);
	return sound;
}

async function decode(url: string): Promise<Sound> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url} was answered with ${response.status}`);
	const context = new OfflineAudioContext(1, 1, SAMPLE_RATE_HZ);
	const samples = await context.decodeAudioData(await response.arrayBuffer());
	return { durationSeconds: samples.duration, peaks: peaksOf(samples) };
}

function peaksOf(sound: AudioBuffer): number[] {
	const wanted = Math.round(sound.duration * BARS.perSecond);
	const count = Math.max(BARS.min, Math.min(BARS.max, wanted));
	const peaks = Array.from({ length: count }, () => 0);
	for (let channel = 0; channel < sound.numberOfChannels; channel += 1) {
		const samples = sound.getChannelData(channel);
		for (let at = 0; at < samples.length; at += 1) {
			const bar = Math.floor((at / samples.length) * count);
			peaks[bar] = Math.max(peaks[bar] ?? 0, Math.abs(samples[at] ?? 0));
		}
	}
	const loudest = Math.max(...peaks);
	return peaks.map((peak) => (loudest === 0 ? 0 : peak / loudest));
}
