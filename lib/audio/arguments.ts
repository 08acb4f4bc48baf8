/** What an engine is asked to do with the first audio track of a file. The result is always an `.m4a`. */
export type Conversion = Remux | Encode;

/** Move the AAC frames, bit for bit, into a plain M4A. */
export interface Remux {
	kind: 'remux';
}

/** Decode and encode anew as AAC-LC, mono, 48 kHz. */
export interface Encode {
	kind: 'encode';
	/** Decode no further than this. */
	readSeconds: number;
	bitrateKbps: number;
	normalizeLoudness: boolean;
	/** Put silence where the times say that sound is missing. */
	fillGaps: boolean;
	/** Stop writing once the file is this large; the tables that follow then take it past the limit. */
	maxBytes: number;
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
const DEMUXERS = [
	...['aac', 'aiff', 'amr', 'amrnb', 'amrwb', 'asf', 'au', 'avi', 'caf', 'flac', 'flv'],
	...['matroska', 'webm', 'mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2', 'mp3', 'mpeg', 'mpegts'],
	...['ogg', 'w64', 'wav', 'wv'],
].join(',');

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
const RESAMPLE_WITH_GAPS = 'aresample=48000:async=1:first_pts=0';

/** Where files are joined, the times jump: here they are counted anew, by samples. */
const RESAMPLE = 'aresample=48000,asetpts=N/SR/TB';

/**
 * One pass of EBU R128 to −16 LUFS, the usual loudness of speech on phones. It buffers three seconds at
 * 192 kHz of every channel: mono first, or eight channels do not fit the embedded engine's heap.
 */
const LOUDNESS = 'aformat=channel_layouts=mono,loudnorm=I=-16:TP=-2:LRA=11';

/** The fast coder without TNS is three times cheaper than the default one and no worse at 96 kbit/s. */
const ENCODER = ['-c:a', 'aac', '-profile:a', 'aac_low', '-aac_coder', 'fast', '-aac_tns', '0'];

/** One argument list for both engines, so that both give the same voice note. */
export function ffmpegArguments(conversion: Conversion): FfmpegArguments {
	const head = [...HEAD, ...ONLY_THIS_FILE];
	const select = [...ONLY_THE_AUDIO, ...NO_METADATA];
	if (conversion.kind === 'remux') {
		return { inputOptions: head, outputOptions: [...select, '-c:a', 'copy', ...M4A] };
	}
	const resample = conversion.fillGaps ? RESAMPLE_WITH_GAPS : RESAMPLE;
	const filters = conversion.normalizeLoudness ? [LOUDNESS, resample] : [resample];
	return {
		// `-t` before the input bounds the decoding, not just the output: a two-hour bomb ends early. It
		// goes by the times in the file, though: where those jump, only the sound itself can be measured.
		inputOptions: conversion.fillGaps ? [...head, '-t', String(conversion.readSeconds)] : head,
		outputOptions: [
			...select,
			// A gap filled at the start must not push the end past the limit.
			...['-t', String(conversion.readSeconds), '-af', filters.join(','), '-ac', '1'],
			...[...ENCODER, '-b:a', `${conversion.bitrateKbps}k`],
			...['-fs', String(conversion.maxBytes)],
			...M4A,
		],
	};
}
