import { AudioError } from './errors';

const AS_THE_SERVICE_SAYS =
	"Set the options 'Raw Audio Format' and 'Raw Audio Sample Rate' to what the service that makes the audio says, or let it send WAV or MP3";

/** A declared type as it is quoted: whoever sends the file may write anything there. */
const quoted = (type: string): string => `'${type.replace(/[^\w/;=, .+-]/g, '').slice(0, 60)}'`;

/** @param type as declared, e.g. `audio/pcm` */
export const rawAudioWithoutRate = (type: string): AudioError =>
	new AudioError(
		'audio_unsupported',
		`The file is declared as ${quoted(type)}, sound without a header, which does not say the sample rate`,
		AS_THE_SERVICE_SAYS,
	);

/** @param type as declared, e.g. `audio/L16;rate=0` */
export const impossibleRawAudio = (type: string): AudioError =>
	new AudioError(
		'audio_unsupported',
		`The file is declared as ${quoted(type)}, with a sample rate or channels that cannot be`,
		AS_THE_SERVICE_SAYS,
	);

/** @param type as declared, e.g. `audio/L16;rate=16000;endianness=big-endian` */
export const bigEndianRawAudio = (type: string): AudioError =>
	new AudioError(
		'audio_unsupported',
		`The file is declared as ${quoted(type)}, and big-endian samples are not read`,
		'Let the service send little-endian samples, WAV or MP3',
	);

/** @param frameBytes what one sample of every channel takes */
export const brokenSamples = (sizeBytes: number, frameBytes: number): AudioError =>
	new AudioError(
		'audio_unsupported',
		`The file has ${sizeBytes} bytes, which is no whole number of samples of ${frameBytes} bytes`,
		"Check 'Raw Audio Format' and 'Raw Audio Channels'; if they are right, the file is cut off: fetch it again",
	);
