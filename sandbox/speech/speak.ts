import { findSample, readSample } from '../samples/samples';
import { SpeechError } from './openAi';

/** A quick reader's pace; what the recording's length follows. */
const CHARACTERS_PER_SECOND = 15;

/** OpenAI's limit of `input`. Source: platform.openai.com, "Create speech". */
const MAX_CHARACTERS = 4096;

/** Of the samples: a header, then pieces that can be put one behind the other and cut between. */
interface Loop {
	contentType: string;
	sample: string;
	headerBytes: number;
	pieceBytes: number;
	pieceSeconds: number;
	header: (sample: Buffer, dataBytes: number) => Buffer;
}

/** 32 kbit/s at 24 kHz: frames of 576 samples in 96 bytes, each on its own. */
const MP3: Loop = {
	contentType: 'audio/mpeg',
	sample: 'voice-note.mp3',
	headerBytes: 0,
	pieceBytes: 96,
	pieceSeconds: 576 / 24_000,
	header: () => Buffer.alloc(0),
};

/** 16-bit samples at 16 kHz behind the usual header, which tells two sizes. */
const WAV: Loop = {
	contentType: 'audio/wav',
	sample: 'voice-note.wav',
	headerBytes: 44,
	pieceBytes: 2,
	pieceSeconds: 1 / 16_000,
	header: (sample, dataBytes) => {
		const header = Buffer.from(sample.subarray(0, 44));
		header.writeUInt32LE(36 + dataBytes, 4);
		header.writeUInt32LE(dataBytes, 40);
		return header;
	},
};

const FORMATS: Record<string, Loop> = { mp3: MP3, wav: WAV };

/**
 * A recording that is as long as the text takes to read: the samples' voice, repeated and cut.
 * @param format `response_format`, as with OpenAI's `audio/speech`
 * @throws SpeechError for a text that is too long, and a format that would need an encoder
 */
export function speak(text: string, format: string): { bytes: Buffer; contentType: string } {
	if (text.length > MAX_CHARACTERS) {
		throw new SpeechError(`input must have no more than ${MAX_CHARACTERS} characters`);
	}
	const loop = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
	const sample = findSample(loop?.sample ?? '');
	if (loop === undefined || sample === undefined) {
		const formats = Object.keys(FORMATS).join(' or ');
		throw new SpeechError(`The sandbox speaks ${formats}: set response_format to one of these`);
	}
	const recorded = readSample(sample);
	const pieces = Math.ceil(text.length / CHARACTERS_PER_SECOND / loop.pieceSeconds);
	const dataBytes = pieces * loop.pieceBytes;
	const data = Buffer.alloc(dataBytes, recorded.subarray(loop.headerBytes));
	return {
		bytes: Buffer.concat([loop.header(recorded, dataBytes), data]),
		contentType: loop.contentType,
	};
}
