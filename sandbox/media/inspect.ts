import type { MediaFacts } from '../model/media';
import { readMp4 } from './mp4';

type Reader = (bytes: Buffer) => MediaFacts | undefined;

/**
 * The sandbox's own idea of what audio is, on purpose not the package's: magic bytes in a table,
 * and just enough parsing to tell a whole file from a broken one and how long it plays.
 */
export function inspectMedia(bytes: Buffer): MediaFacts {
	if (bytes.length === 0) return { container: 'empty', kind: 'unknown', isComplete: false };
	try {
		for (const read of readers) {
			const facts = read(bytes);
			if (facts !== undefined) return facts;
		}
		return { container: 'unknown', kind: 'unknown', isComplete: true };
	} catch (cause) {
		// A reader ran off the end: the header promises more than there is.
		if (isRangeError(cause)) {
			return { container: 'unknown', kind: 'unknown', isComplete: false };
		}
		throw cause;
	}
}

/** By name: under a test runner, Node's own errors come from another realm than ours. */
const isRangeError = (cause: unknown): boolean =>
	(cause as { name?: unknown } | null)?.name === 'RangeError';

const mp4: Reader = (bytes) => {
	const facts = readMp4(bytes);
	if (facts === undefined) return undefined;
	const isImage = ['heic', 'heix', 'mif1', 'avif'].includes(facts.brand);
	if (isImage) return { container: facts.brand, kind: 'image', isComplete: true };
	return {
		container: containerOfBrand(facts.brand),
		kind: facts.hasVideo ? 'video' : 'audio',
		...(facts.audioCodec === undefined
			? {}
			: { codec: MP4_CODECS[facts.audioCodec] ?? facts.audioCodec.trim() }),
		...(facts.isFragmented || facts.durationSeconds === undefined
			? {}
			: { durationSeconds: facts.durationSeconds }),
		isFastStart: facts.isFastStart,
		isComplete: facts.isComplete,
	};
};

const MP4_CODECS: Record<string, string> = {
	mp4a: 'aac',
	alac: 'alac',
	Opus: 'opus',
	samr: 'amr',
	sawb: 'amr-wb',
	fLaC: 'flac',
};

function containerOfBrand(brand: string): string {
	if (brand.startsWith('M4A') || brand.startsWith('M4B')) return 'm4a';
	if (brand.startsWith('3g')) return '3gp';
	return brand === 'qt  ' ? 'mov' : 'mp4';
}

const wav: Reader = (bytes) => {
	if (!startsWith(bytes, 'RIFF') || bytes.toString('latin1', 8, 12) !== 'WAVE') return undefined;
	let byteRate = 0;
	for (let at = 12; at + 8 <= bytes.length;) {
		const id = bytes.toString('latin1', at, at + 4);
		const size = bytes.readUInt32LE(at + 4);
		if (id === 'fmt ' && at + 20 <= bytes.length) byteRate = bytes.readUInt32LE(at + 16);
		if (id === 'data') {
			const present = Math.min(size, bytes.length - at - 8);
			const durationSeconds = byteRate > 0 ? present / byteRate : 0;
			const isComplete = byteRate > 0 && present > 0;
			return { container: 'wav', kind: 'audio', codec: 'pcm', durationSeconds, isComplete };
		}
		at += 8 + size + (size % 2);
	}
	return { container: 'wav', kind: 'audio', isComplete: false };
};

/** Sampling rates by index. Source: ISO/IEC 14496-3, table 1.18. */
const ADTS_RATES = [
	96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
];

/** Every ADTS frame carries 1024 samples. */
const adts: Reader = (bytes) => {
	const isFrame = (at: number): boolean =>
		at + 7 <= bytes.length && bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xf6) === 0xf0;
	const start = afterId3(bytes);
	if (!isFrame(start)) return undefined;
	const rate = ADTS_RATES[((bytes[start + 2] ?? 0) >> 2) & 0x0f];
	let frames = 0;
	let at = start;
	while (isFrame(at)) {
		const size = (bytes.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
		if (size < 7 || at + size > bytes.length) break;
		frames += 1;
		at += size;
	}
	if (frames === 0 || rate === undefined) return undefined;
	const durationSeconds = (frames * 1024) / rate;
	return { container: 'aac', kind: 'audio', codec: 'aac', durationSeconds, isComplete: true };
};

const mp3: Reader = (bytes) => {
	const start = afterId3(bytes);
	const second = bytes[start + 1] ?? 0;
	const hasLayer = (second & 0x06) !== 0;
	const isFrame = bytes[start] === 0xff && (second & 0xe0) === 0xe0 && hasLayer;
	if (!isFrame && start === 0) return undefined;
	return { container: 'mp3', kind: 'audio', codec: 'mp3', isComplete: isFrame };
};

/** An ID3v2 tag may precede MP3 and ADTS; its size counts seven bits a byte. */
function afterId3(bytes: Buffer): number {
	if (!startsWith(bytes, 'ID3') || bytes.length < 10) return 0;
	const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((bytes[at] ?? 0) & 0x7f), 0);
	return 10 + size;
}

const ogg: Reader = (bytes) => {
	if (!startsWith(bytes, 'OggS')) return undefined;
	const head = bytes.subarray(0, 512).toString('latin1');
	const opusAt = head.indexOf('OpusHead');
	const vorbisAt = head.indexOf('\u0001vorbis');
	const lastPage = bytes.lastIndexOf('OggS');
	const samples = lastPage + 14 <= bytes.length ? Number(bytes.readBigInt64LE(lastPage + 6)) : 0;
	if (opusAt >= 0) {
		const durationSeconds = Math.max(0, samples - bytes.readUInt16LE(opusAt + 10)) / 48000;
		return { container: 'ogg', kind: 'audio', codec: 'opus', durationSeconds, isComplete: true };
	}
	if (vorbisAt >= 0) {
		const durationSeconds = Math.max(0, samples) / bytes.readUInt32LE(vorbisAt + 12);
		return { container: 'ogg', kind: 'audio', codec: 'vorbis', durationSeconds, isComplete: true };
	}
	const kind = head.includes('theora') ? 'video' : 'audio';
	return { container: 'ogg', kind, isComplete: true };
};

const webm: Reader = (bytes) => {
	if (bytes.readUInt32BE(0) !== 0x1a45dfa3) return undefined;
	const head = bytes.subarray(0, 4096).toString('latin1');
	const codec = /A_(OPUS|VORBIS|AAC)/.exec(head)?.[1]?.toLowerCase();
	return {
		container: head.includes('webm') ? 'webm' : 'matroska',
		kind: head.includes('V_') ? 'video' : 'audio',
		...(codec === undefined ? {} : { codec }),
		isComplete: true,
	};
};

const page: Reader = (bytes) => {
	const start = bytes
		.subarray(0, 256)
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.trimStart();
	const isPage = /^<(?:!doctype html|html|head|body|!--|\?xml)/i.test(start);
	return isPage ? { container: 'html', kind: 'page', isComplete: true } : undefined;
};

/** Formats that a few bytes at a fixed place give away. */
const magic: ReadonlyArray<
	[container: string, kind: MediaFacts['kind'], at: number, bytes: string]
> = [
	['flac', 'audio', 0, 'fLaC'],
	['amr', 'audio', 0, '#!AMR'],
	['aiff', 'audio', 8, 'AIF'],
	['caf', 'audio', 0, 'caff'],
	['wma', 'audio', 0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
	['png', 'image', 0, '\x89PNG'],
	['jpeg', 'image', 0, '\xff\xd8\xff'],
	['gif', 'image', 0, 'GIF8'],
	['webp', 'image', 8, 'WEBP'],
	['avi', 'video', 8, 'AVI '],
	['pdf', 'document', 0, '%PDF-'],
];

const byMagic: Reader = (bytes) => {
	const row = magic.find(
		([, , at, signature]) => bytes.toString('latin1', at, at + signature.length) === signature,
	);
	return row && { container: row[0], kind: row[1], isComplete: true };
};

const readers: readonly Reader[] = [mp4, wav, ogg, byMagic, page, adts, mp3, guarded(webm, 4)];

/** Skips a reader whose fixed header does not fit into the bytes. */
function guarded(read: Reader, minBytes: number): Reader {
	return (bytes) => (bytes.length < minBytes ? undefined : read(bytes));
}

function startsWith(bytes: Buffer, signature: string): boolean {
	return bytes.toString('latin1', 0, signature.length) === signature;
}
