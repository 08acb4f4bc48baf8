import type { FileType } from '../facts';
import type { Container } from './container';

interface Row {
	name: string;
	magic: RegExp;
	fileType: FileType;
	demuxer: string;
	/** Made for videos. One without pictures is not told apart. */
	hasVideo: boolean;
}

const ROWS: readonly Row[] = [
	{
		name: 'wavpack',
		magic: /^wvpk/,
		fileType: { mimeType: 'audio/x-wavpack', extension: 'wv' },
		demuxer: 'wv',
		hasVideo: false,
	},
	{
		name: 'avi',
		magic: /^RIFF[^]{4}AVI /,
		fileType: { mimeType: 'video/x-msvideo', extension: 'avi' },
		demuxer: 'avi',
		hasVideo: true,
	},
	{
		name: 'flv',
		magic: /^FLV\x01/,
		fileType: { mimeType: 'video/x-flv', extension: 'flv' },
		demuxer: 'flv',
		hasVideo: true,
	},
	{
		name: 'mpeg',
		magic: /^\0\0\x01\xba/,
		fileType: { mimeType: 'video/mpeg', extension: 'mpg' },
		demuxer: 'mpeg',
		hasVideo: true,
	},
	{
		name: 'mpegts',
		magic: /^G[^]{187}G[^]{187}G/,
		fileType: { mimeType: 'video/mp2t', extension: 'ts' },
		demuxer: 'mpegts',
		hasVideo: true,
	},
];

/** How far the longest of the patterns looks. */
const MAGIC_BYTES = 400;

/**
 * Containers that are rare among voice notes. Only their first bytes are read here; FFmpeg reads the
 * rest, and decoding tells how long the sound is.
 */
export const rareContainers: readonly Container[] = ROWS.map(
	({ name, magic, fileType, demuxer, hasVideo }) => ({
		formats: [],
		fileTypes: { [name]: fileType },
		demuxers: [demuxer],
		matches: (head) => magic.test(head.toString('latin1', 0, MAGIC_BYTES)),
		inspect: async () => ({ container: name, codec: 'unknown', hasVideo }),
	}),
);
