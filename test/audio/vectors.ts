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
	{ file: 'au.au', container: 'au', codec: 'unknown', plan: 'encode', ...measured },
	{ file: 'w64.w64', container: 'w64', codec: 'unknown', plan: 'encode', ...decoded },
	{ file: 'wavpack.wv', container: 'wavpack', codec: 'unknown', plan: 'encode', ...measured },
	{ file: 'mp3-video.avi', container: 'avi', codec: 'unknown', plan: 'encode', ...decoded },
	{ file: 'flv.flv', container: 'flv', codec: 'unknown', plan: 'encode', ...decoded },
	{ file: 'mpeg.mpg', container: 'mpeg', codec: 'unknown', plan: 'encode', ...decoded },
	{ file: 'mpegts.mpegts', container: 'mpegts', codec: 'unknown', plan: 'encode', ...decoded },
	{ file: 'wma.wma', container: 'asf', codec: 'wmav2', plan: 'encode', ...exact, tolerance: 0.1 },
];
