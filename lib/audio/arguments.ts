import { OUTPUT_FORMATS, type OutputFormat } from './outputFormats';
import { CONTAINERS } from './recognise/containers';

/** What an engine is asked to do with the first audio track of a file. */
export type Conversion = Remux | Encode | Decode;

/** Move the AAC frames, bit for bit, into a plain M4A. */
export interface Remux {
	kind: 'remux';
}

/** Decode and encode anew, with one channel. */
export interface Encode {
	kind: 'encode';
	outputFormat: OutputFormat;
	/** Decode no further than this. */
	readSeconds: number;
	bitrateKbps: number;
	normalizeLoudness: boolean;
	/** Put silence where the times say that sound is missing. */
	fillGaps: boolean;
	/** Stop writing once the file is this large; the tables that follow then take it past the limit. */
	maxBytes: number;
}

/** Decode to the smallest WAV there is (8 kHz, 8 bit), whose length is that of the sound. */
export interface Decode {
	kind: 'decode';
	/** Decode no further than this. */
	readSeconds: number;
}

export interface FfmpegArguments {
	/** What stands before `-i`. */
	inputOptions: string[];
	/** What stands between the input and the output file. */
	outputOptions: string[];
}

/**
 * Only these demuxers may look at a file. The list is what keeps playlists (HLS, DASH, concat, SDP) out:
 * `-protocol_whitelist file` alone lets a playlist read other local files.
 */
const DEMUXERS = CONTAINERS.flatMap(({ demuxers }) => demuxers).join(',');

const HEAD = ['-hide_banner', '-nostdin', '-y', '-loglevel', 'error'];
const ONLY_THIS_FILE = ['-protocol_whitelist', 'file', '-format_whitelist', DEMUXERS];
const ONLY_THE_AUDIO = ['-map', '0:a:0', '-vn', '-sn', '-dn'];
const NO_METADATA = ['-map_metadata', '-1', '-map_chapters', '-1'];

/** The `ipod` muxer writes the brand `M4A `; `+faststart` puts `moov` before `mdat`. */
const M4A = ['-movflags', '+faststart', '-f', 'ipod'];

/**
 * `async=1:first_pts=0` puts back the gaps that a decoder leaves out (AMR comfort noise, damaged
 * frames, WebM pauses): without it a 15 s AMR note with pauses comes out a second short.
 */
const FILL_GAPS = ':async=1:first_pts=0';

/**
 * Where files are joined, the times jump, and FFmpeg builds its filters anew when the rate or the
 * channels change: counting samples in a filter would start again at 0. Without any times (0/0 is "not a
 * number", which `asetpts` takes for "none") the encoder counts for itself, over all the parts.
 */
const COUNT_ANEW = 'asetpts=0/0';

/**
 * One channel, in finite samples.
 *
 * `rematrix_maxval=1` scales the downmix so that its weights add up to 1: equal channels keep their
 * level and nothing clips that did not clip. FFmpeg does so by itself for integer samples only;
 * otherwise two equal channels gain 3 dB (libswresample/rematrix.c, `auto_matrix`).
 *
 * The way through 32-bit integers makes every sample finite: of a damaged file a decoder can make NaN,
 * on which FFmpeg's AAC encoder never ends and which `loudnorm` does not get rid of any more. Integers
 * clip, so the level goes down by 12 dB before and up again behind: MP3 and AAC often decode to a
 * little over full scale, and floating-point WAVs to any peak. Powers of two cost no precision.
 */
const MIX_DOWN = 'rematrix_maxval=1:rematrix_volume=0.25';
const MAKE_FINITE = 'aformat=sample_fmts=s32:channel_layouts=mono,volume=4:precision=float';

/** One pass of EBU R128 to −16 LUFS, the usual loudness of speech on phones; it puts out 192 kHz. */
const LOUDNESS = 'loudnorm=I=-16:TP=-2:LRA=11';

function filters({ outputFormat, fillGaps, normalizeLoudness }: Encode): string {
	const resample = `aresample=${OUTPUT_FORMATS[outputFormat].sampleRateHz}`;
	return [
		`${resample}:${MIX_DOWN}${fillGaps ? FILL_GAPS : ''}`,
		MAKE_FINITE,
		...(normalizeLoudness ? [LOUDNESS, resample] : []),
		...(fillGaps ? [] : [COUNT_ANEW]),
	].join(',');
}

/** The fast coder without TNS is three times cheaper than the default one and no worse at 96 kbit/s. */
const AAC = ['-c:a', 'aac', '-profile:a', 'aac_low', '-aac_coder', 'fast', '-aac_tns', '0'];

/** `+bitexact` leaves out the chunk in which FFmpeg names itself: 44 bytes of header, then the sound. */
const WAV = ['-c:a', 'pcm_s16le', '-fflags', '+bitexact', '-f', 'wav'];

const encoder = ({ outputFormat, bitrateKbps, maxBytes }: Encode): string[] => [
	...['-fs', String(maxBytes)],
	...(outputFormat === 'wav' ? WAV : [...AAC, '-b:a', `${bitrateKbps}k`, ...M4A]),
];

/** One argument list for both engines, so that both give the same voice note. */
export function ffmpegArguments(conversion: Conversion): FfmpegArguments {
	const head = [...HEAD, ...ONLY_THIS_FILE];
	const select = [...ONLY_THE_AUDIO, ...NO_METADATA];
	if (conversion.kind === 'remux') {
		return { inputOptions: head, outputOptions: [...select, '-c:a', 'copy', ...M4A] };
	}
	if (conversion.kind === 'decode') {
		const limit = ['-t', String(conversion.readSeconds)];
		const smallest = ['-ac', '1', '-ar', '8000', '-c:a', 'pcm_u8', '-f', 'wav'];
		return { inputOptions: [...head, ...limit], outputOptions: [...select, ...limit, ...smallest] };
	}
	return {
		// `-t` before the input bounds the decoding, not just the output: a small file with hours of sound ends early. It
		// goes by the times in the file, though: where those jump, only the sound itself can be measured.
		inputOptions: conversion.fillGaps ? [...head, '-t', String(conversion.readSeconds)] : head,
		outputOptions: [
			...select,
			// A gap filled at the start must not push the end past the limit.
			...['-t', String(conversion.readSeconds), '-af', filters(conversion), '-ac', '1'],
			...encoder(conversion),
		],
	};
}
