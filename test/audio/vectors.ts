/** Every small file in test/vectors, and what must become of it. */
export interface Vector {
	file: string;
	container: string;
	codec: string;
	/** What the container says; absent where only decoding tells. */
	durationSeconds?: number;
	/** What `convert: 'auto'` does with it. */
	plan: 'keep' | 'remux' | 'encode';
	/** How long the sound in it lasts: 1.5 s were recorded. */
	soundSeconds: number;
	/** How far the voice note's length may be from that, in seconds. */
	tolerance: number;
}

const SPOKEN_SECONDS = 1.5;
const measured = { soundSeconds: SPOKEN_SECONDS, tolerance: 0.05 };
/** Nothing tells which of the decoded samples are an encoder's padding. */
const decoded = { ...measured, tolerance: 0.15 };
const exact = { ...measured, durationSeconds: SPOKEN_SECONDS };
/** The encoder's delay and its last frame are in the tables: nobody tells that they are not sound. */
const padded = { ...measured, tolerance: 0.2, durationSeconds: 1.64 };
/** A browser's recorder starts a moment late. */
const recorded = { soundSeconds: 1.44, tolerance: 0.05, durationSeconds: 1.4 };

export const VECTORS: readonly Vector[] = [
	{ file: 'mp3-xing.mp3', container: 'mp3', codec: 'mp3', plan: 'encode', ...exact },
	{ file: 'mp3-mpeg2-id3.mp3', container: 'mp3', codec: 'mp3', plan: 'encode', ...exact },
	{
		// Without an encoder's header nobody knows which samples are padding: all 59 frames count.
		file: 'mp3-bare.mp3',
		container: 'mp3',
		codec: 'mp3',
		plan: 'encode',
		soundSeconds: (59 * 1152) / 44100,
		tolerance: 0.05,
	},
	{ file: 'ogg-opus.ogg', container: 'ogg', codec: 'opus', plan: 'encode', ...exact },
	{ file: 'ogg-vorbis.ogg', container: 'ogg', codec: 'vorbis', plan: 'encode', ...exact },
	{ file: 'ogg-flac.ogg', container: 'ogg', codec: 'flac', plan: 'encode', ...exact },
	{ file: 'wav-pcm.wav', container: 'wav', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'wav-stereo.wav', container: 'wav', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'wav-alaw.wav', container: 'wav', codec: 'alaw', plan: 'encode', ...exact },
	{ file: 'wav-mulaw.wav', container: 'wav', codec: 'mulaw', plan: 'encode', ...exact },
	{ file: 'wav-streamed.wav', container: 'wav', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'wav-rf64.wav', container: 'wav', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'webm-opus.webm', container: 'webm', codec: 'opus', plan: 'encode', ...exact },
	{
		file: 'webm-opus-piped.webm',
		container: 'webm',
		codec: 'opus',
		plan: 'encode',
		...measured,
	},
	{ file: 'flac.flac', container: 'flac', codec: 'flac', plan: 'encode', ...exact },
	{ file: 'm4a-ready.m4a', container: 'm4a', codec: 'aac', plan: 'keep', ...exact },
	{ file: 'm4a-moov-last.m4a', container: 'm4a', codec: 'aac', plan: 'remux', ...exact },
	{ file: 'm4a-24khz.m4a', container: 'm4a', codec: 'aac', plan: 'encode', ...exact },
	{ file: 'm4a-six-channels.m4a', container: 'm4a', codec: 'aac', plan: 'encode', ...exact },
	{ file: 'm4a-alac.m4a', container: 'm4a', codec: 'alac', plan: 'encode', ...exact },
	{ file: 'mp4-fragmented.mp4', container: 'm4a', codec: 'aac', plan: 'remux', ...exact },
	{ file: 'mp4-video.mp4', container: 'mp4', codec: 'aac', plan: 'remux', ...exact },
	{ file: 'aac-adts.aac', container: 'aac', codec: 'aac', plan: 'remux', ...exact },
	{ file: '3gp-aac.3gp', container: '3gp', codec: 'aac', plan: 'remux', ...exact },
	{
		file: '3gp-amr.3gp',
		container: '3gp',
		codec: 'amr_nb',
		plan: 'encode',
		...exact,
		tolerance: 0.1,
	},
	{
		file: 'amr-nb.amr',
		container: 'amr',
		codec: 'amr_nb',
		plan: 'encode',
		...exact,
		tolerance: 0.1,
	},
	{ file: 'aiff.aiff', container: 'aiff', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'caf-pcm.caf', container: 'caf', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'caf-alac.caf', container: 'caf', codec: 'alac', plan: 'encode', ...exact },
	{ file: 'wav-ima.wav', container: 'wav', codec: 'adpcm', plan: 'encode', ...exact },
	{
		// The container's four seconds are those of the video.
		file: 'webm-long-video.webm',
		container: 'webm',
		codec: 'opus',
		plan: 'encode',
		...measured,
	},
	{
		file: 'wmv-long-video.wmv',
		container: 'asf',
		codec: 'wmav2',
		plan: 'encode',
		...measured,
		tolerance: 0.1,
	},
	{ file: 'mov.mov', container: 'mov', codec: 'mulaw', plan: 'encode', ...exact },
	{ file: 'matroska.mka', container: 'matroska', codec: 'opus', plan: 'encode', ...exact },
	{ file: 'au.au', container: 'au', codec: 'mulaw', plan: 'encode', ...exact },
	{ file: 'w64.w64', container: 'w64', codec: 'adpcm', plan: 'encode', ...exact, tolerance: 0.15 },
	{ file: 'wavpack.wv', container: 'wavpack', codec: 'unknown', plan: 'encode', ...measured },
	{ file: 'mp3-video.avi', container: 'avi', codec: 'unknown', plan: 'encode', ...decoded },
	{ file: 'flv.flv', container: 'flv', codec: 'unknown', plan: 'encode', ...decoded },
	{ file: 'mpeg.mpg', container: 'mpeg', codec: 'unknown', plan: 'encode', ...decoded },
	{ file: 'mpegts.mpegts', container: 'mpegts', codec: 'unknown', plan: 'encode', ...decoded },
	{ file: 'wma.wma', container: 'asf', codec: 'wmav2', plan: 'encode', ...exact, tolerance: 0.1 },

	// Telephony and studio: WAV and its relatives.
	{ file: 'wav-pcm8.wav', container: 'wav', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'wav-pcm24.wav', container: 'wav', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'wav-pcm32.wav', container: 'wav', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'wav-float.wav', container: 'wav', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'wav-double.wav', container: 'wav', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'wav-ms-adpcm.wav', container: 'wav', codec: 'adpcm', plan: 'encode', ...exact },
	{ file: 'wav-g726.wav', container: 'wav', codec: 'g726', plan: 'encode', ...exact },
	{ file: 'wav-gsm.wav', container: 'wav', codec: 'gsm', plan: 'encode', ...exact },
	{ file: 'wav-mp3.wav', container: 'wav', codec: 'mp3', plan: 'encode', ...decoded },
	{ file: 'w64-pcm.w64', container: 'w64', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'au-pcm.au', container: 'au', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'au-alaw.au', container: 'au', codec: 'alaw', plan: 'encode', ...exact },
	{ file: 'aifc-mulaw.aiff', container: 'aiff', codec: 'mulaw', plan: 'encode', ...exact },
	{ file: 'aifc-float.aiff', container: 'aiff', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'aifc-sowt.aiff', container: 'aiff', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'aifc-ima.aiff', container: 'aiff', codec: 'adpcm', plan: 'encode', ...measured },

	// Phones and messengers.
	{
		file: 'amr-wb.amr',
		container: 'amr',
		codec: 'amr_wb',
		plan: 'encode',
		...exact,
		tolerance: 0.1,
	},
	{
		file: '3gp-amr-wb.3gp',
		container: '3gp',
		codec: 'amr_wb',
		plan: 'encode',
		...exact,
		tolerance: 0.1,
	},
	{ file: 'caf-opus.caf', container: 'caf', codec: 'opus', plan: 'encode', ...exact },
	{ file: 'caf-ima.caf', container: 'caf', codec: 'adpcm', plan: 'encode', ...exact },
	{ file: 'ogg-opusenc.opus', container: 'ogg', codec: 'opus', plan: 'encode', ...exact },
	{ file: 'ogg-speex.spx', container: 'ogg', codec: 'speex', plan: 'encode', ...exact },
	{ file: 'ogg-speex-wide.spx', container: 'ogg', codec: 'speex', plan: 'encode', ...exact },
	{ file: 'ogg-speex-ultra.spx', container: 'ogg', codec: 'speex', plan: 'encode', ...exact },
	{ file: 'mp4-opus-chromium.mp4', container: 'm4a', codec: 'opus', plan: 'encode', ...recorded },
	{
		file: 'webm-opus-chromium.webm',
		container: 'webm',
		codec: 'opus',
		plan: 'encode',
		...recorded,
	},

	// Broadcast and films.
	{ file: 'aac-he.aac', container: 'aac', codec: 'aac', plan: 'encode', ...padded },
	{ file: 'aac-he-v2.aac', container: 'aac', codec: 'aac', plan: 'encode', ...padded },
	{ file: 'm4a-he.m4a', container: 'm4a', codec: 'aac', plan: 'encode', ...padded },
	{ file: 'm4a-he-v2.m4a', container: 'm4a', codec: 'aac', plan: 'encode', ...padded },
	{ file: 'm4a-he-5.1.m4a', container: 'm4a', codec: 'aac', plan: 'encode', ...padded },
	{ file: 'mp4-ac3.mp4', container: 'm4a', codec: 'ac3', plan: 'encode', ...exact },
	{ file: 'mp4-eac3.mp4', container: 'm4a', codec: 'eac3', plan: 'encode', ...exact },
	{ file: 'mp4-flac.mp4', container: 'm4a', codec: 'flac', plan: 'encode', ...exact },
	{ file: 'mp4-mp3.mp4', container: 'm4a', codec: 'mp3', plan: 'encode', ...exact },
	{ file: 'mov-pcm.mov', container: 'mov', codec: 'pcm', plan: 'encode', ...exact },
	{ file: 'mp2.mp2', container: 'mp3', codec: 'mp2', plan: 'encode', ...measured },
	{ file: 'webm-vorbis.webm', container: 'webm', codec: 'vorbis', plan: 'encode', ...exact },
	{ file: 'matroska-aac.mka', container: 'matroska', codec: 'aac', plan: 'encode', ...exact },
	{ file: 'wmav1.wma', container: 'asf', codec: 'wmav1', plan: 'encode', ...exact, tolerance: 0.1 },
];
