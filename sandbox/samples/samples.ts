import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The build puts the recordings and pictures there; README.md says how they were made. */
const FOLDER = join(__dirname, 'files');

/** A recording or picture that the sandbox serves under `/samples/`. */
export interface Sample {
	name: string;
	contentType: string;
	/** For people who choose one. */
	description: string;
	/** What is said in it. */
	text?: string;
}

const SHORT_TEXT = 'Hi! Is my order on its way?';

const LONG_TEXT =
	'Hello, this is a long voice note. I am calling about the blue bicycle that I bought from you ' +
	'last spring. First of all, it is a lovely bicycle, and I ride it to work every day, in the ' +
	'rain too. Now the bell has stopped ringing. I took it off, I cleaned it, and I put it back ' +
	'on, but it still does not ring. My neighbour says that it needs a new spring, and my ' +
	'daughter says that it needs oil. I think that both of them may be right. The brakes are ' +
	'fine, the lights are fine, and the saddle is as comfortable as on the first day. So here is ' +
	'my question. Do you repair bells, or shall I order a new one from your shop? And if I order ' +
	'a new one, can I choose the colour? I would like a red one, because red goes so well with ' +
	'the blue of the frame. I can come by on Thursday in the afternoon, or on Saturday before ' +
	'noon. Please tell me which of the two suits you better. Thank you very much, and I wish you ' +
	'a very good day. By the way, the wicker basket was a splendid idea.';

const voiceNote = (extension: string, contentType: string, format: string): Sample => ({
	name: `voice-note.${extension}`,
	contentType,
	description: `A voice note of 2.5 seconds, ${format}`,
	text: SHORT_TEXT,
});

/** Their names are part of the addresses that examples hold, so they never change. */
export const SAMPLES: readonly Sample[] = [
	voiceNote('m4a', 'audio/mp4', 'AAC in M4A'),
	voiceNote('ogg', 'audio/ogg', 'Opus in Ogg'),
	voiceNote('mp3', 'audio/mpeg', 'MP3'),
	voiceNote('wav', 'audio/wav', 'WAV'),
	{
		name: 'long-voice-note.ogg',
		contentType: 'audio/ogg',
		description: 'A voice note of 65 seconds, longer than Svara sends on Instagram by default',
		text: LONG_TEXT,
	},
	{ name: 'photo.jpg', contentType: 'image/jpeg', description: 'A picture, 800 × 600' },
	{
		name: 'sticker.png',
		contentType: 'image/png',
		description: 'A drawing on a transparent ground, 320 × 320',
	},
	{
		name: 'video.mp4',
		contentType: 'video/mp4',
		description: 'A video of two seconds with sound, H.264 and AAC',
		text: SHORT_TEXT,
	},
];

/** @returns undefined for a name that no sample has */
export const findSample = (name: string): Sample | undefined =>
	SAMPLES.find((each) => each.name === name);

/** The sample's bytes, read from the disk. */
export const readSample = ({ name }: Sample): Buffer => readFileSync(join(FOLDER, name));

/**
 * One of the recordings and pictures that `/samples/` lists, e.g. `sample('voice-note.ogg')`.
 * @throws Error naming all of them, for a name that none has
 */
export function sample(name: string): Buffer {
	const found = findSample(name);
	if (found !== undefined) return readSample(found);
	const names = SAMPLES.map((each) => each.name).join(', ');
	throw new Error(`No sample is called ${name}. There are ${names}`);
}
