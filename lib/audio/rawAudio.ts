import { bigEndianRawAudio, impossibleRawAudio, rawAudioWithoutRate } from './rawAudioErrors';
import type { RawAudio, RawEncoding } from './wavHeader';

/** What is known of bytes that may have no header. What the user says goes before what the source declares. */
export interface RawAudioHints extends Partial<RawAudio> {
	/** The MIME type of the source, with its parameters. */
	declaredType?: string;
}

/** Where the user names the encoding alone: what text-to-speech sends as PCM, and telephones as G.711. */
const USUAL_RATE_HZ: Readonly<Record<RawEncoding, number>> = {
	pcm_s16le: 24000,
	mulaw: 8000,
	alaw: 8000,
};

/** From half of what a telephone has to the most that sound cards record. */
export const RAW_SAMPLE_RATE_HZ = { min: 4000, max: 192_000 } as const;

/** Up to those of 7.1. */
export const RAW_CHANNELS = { min: 1, max: 8 } as const;

/**
 * MIME types of bytes without a header. `audio/basic` is 8 kHz (RFC 2046, 4.3); `PCMU` and `PCMA` are,
 * unless they say otherwise (RFC 4856). The others must say their rate: by `audio/pcm` alone OpenAI means
 * 24 kHz and Amazon Polly 16 kHz.
 *
 * `audio/L16` is little-endian here. RFC 2586 says big-endian, but what sends it today is not: Gemini, whose
 * bytes others put behind a WAV header as they come (github.com/vercel/ai/pull/15750), and Amazon Lex and
 * IBM Watson, whose documents say so.
 */
const DECLARED: ReadonlyArray<[types: RegExp, encoding: RawEncoding, usualRateHz?: number]> = [
	[/^audio\/(x-)?(l16|lpcm|pcm|raw)$/, 'pcm_s16le'],
	[/^audio\/basic$/, 'mulaw', 8000],
	[/^audio\/(x-)?(pcmu|mulaw|ulaw)$/, 'mulaw', 8000],
	[/^audio\/(x-)?(pcma|alaw)$/, 'alaw', 8000],
];

/** RFC 2586's names, and those of Amazon Lex. */
const RATE = /;\s*(?:sample-)?rate\s*=\s*"?([^;"]*)/i;
const CHANNELS = /;\s*channel(?:s|-count)\s*=\s*"?([^;"]*)/i;
const IS_BIG_ENDIAN = /;\s*(endianness\s*=\s*"?big-endian|is-big-endian\s*=\s*"?true)/i;

/** @param mimeType e.g. `audio/L16;codec=pcm;rate=24000` */
function declared(mimeType = ''): RawAudioHints & { isBigEndian?: boolean } {
	const name = mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
	const row = DECLARED.find(([types]) => types.test(name));
	if (row === undefined) return {};
	const [, encoding, usualRateHz] = row;
	const number = (pattern: RegExp): number | undefined => {
		const value = pattern.exec(mimeType)?.[1];
		return value === undefined ? undefined : Number(value);
	};
	return {
		encoding,
		sampleRateHz: number(RATE) ?? usualRateHz,
		channels: number(CHANNELS),
		isBigEndian: IS_BIG_ENDIAN.test(mimeType),
	};
}

/** Whether the user or the source says that there is no header. */
export const isCalledRaw = ({ encoding, declaredType }: RawAudioHints): boolean =>
	(encoding ?? declared(declaredType).encoding) !== undefined;

/**
 * What the bytes are, if anybody says so.
 *
 * @throws {AudioError} `audio_unsupported` where what is said is not enough, or cannot be
 */
export function rawAudioOf({ declaredType = '', ...said }: RawAudioHints): RawAudio | undefined {
	const type = declared(declaredType);
	const encoding = said.encoding ?? type.encoding;
	if (encoding === undefined) return undefined;
	const isOfType = encoding === type.encoding;
	if (isOfType && said.encoding === undefined && type.isBigEndian) {
		throw bigEndianRawAudio(declaredType);
	}
	const sampleRateHz =
		said.sampleRateHz ??
		(isOfType ? type.sampleRateHz : undefined) ??
		(said.encoding && USUAL_RATE_HZ[said.encoding]);
	const channels = said.channels ?? (isOfType ? type.channels : undefined) ?? 1;
	if (sampleRateHz === undefined) throw rawAudioWithoutRate(declaredType);
	if (!isWithin(sampleRateHz, RAW_SAMPLE_RATE_HZ) || !isWithin(channels, RAW_CHANNELS)) {
		throw impossibleRawAudio(declaredType);
	}
	return { encoding, sampleRateHz, channels };
}

const isWithin = (value: number, { min, max }: { min: number; max: number }): boolean =>
	Number.isInteger(value) && value >= min && value <= max;
