/** Codecs by their format tags (RFC 2361, mmreg.h). */
const CODECS: Record<number, string> = {
	0x0001: 'pcm',
	0x0002: 'adpcm',
	0x0003: 'pcm',
	0x0006: 'alaw',
	0x0007: 'mulaw',
	0x0011: 'adpcm',
	0x0031: 'gsm',
	0x0045: 'g726',
	0x0050: 'mp2',
	0x0055: 'mp3',
	0x0064: 'g726',
	0x00ff: 'aac',
	0x0160: 'wmav1',
	0x0161: 'wmav2',
	0x2000: 'ac3',
};
const EXTENSIBLE = 0xfffe;

/** Here each block holds one sample of every channel. */
const ONE_SAMPLE_BLOCKS = new Set(['pcm', 'alaw', 'mulaw']);

/** These say in the first field of their extension how many samples a block holds. */
const MANY_SAMPLE_BLOCKS = new Set(['adpcm', 'gsm']);

/** What Windows' WAVEFORMATEX says, which WAV and W64 share. */
export interface WaveFormat {
	codec: string;
	channels: number;
	sampleRateHz: number;
	blockBytes: number;
	/** Per channel. Undefined where blocks hold as many as they like. */
	samplesPerBlock?: number;
}

/** The bytes that {@link readWaveFormat} looks at, where there are as many. */
export const WAVE_FORMAT_BYTES = 40;

export function readWaveFormat(bytes: Buffer): WaveFormat {
	const tag = bytes.readUInt16LE(0);
	const codecTag = tag === EXTENSIBLE ? bytes.readUInt16LE(24) : tag;
	return {
		codec: CODECS[codecTag] ?? 'unknown',
		channels: bytes.readUInt16LE(2),
		sampleRateHz: bytes.readUInt32LE(4),
		blockBytes: bytes.readUInt16LE(12),
		samplesPerBlock: samplesPerBlock(CODECS[codecTag], bytes),
	};
}

/** Not from the byte rate in the header: decoders do not look at it, and some writers get it wrong. */
function samplesPerBlock(codec: string | undefined, bytes: Buffer): number | undefined {
	if (codec === undefined) return undefined;
	if (ONE_SAMPLE_BLOCKS.has(codec)) return 1;
	if (codec === 'g726') return (bytes.readUInt16LE(12) * 8) / bytes.readUInt16LE(14);
	return MANY_SAMPLE_BLOCKS.has(codec) && bytes.length >= 20 ? bytes.readUInt16LE(18) : undefined;
}

/** What is said of so many bytes in a format: their length, where it follows from their number. */
export function waveFacts(
	{ blockBytes, samplesPerBlock: perBlock = 0, ...facts }: WaveFormat,
	audioBytes: number,
): Omit<WaveFormat, 'blockBytes' | 'samplesPerBlock'> & {
	audioBytes: number;
	durationSeconds?: number;
} {
	const seconds = ((audioBytes / blockBytes) * perBlock) / facts.sampleRateHz;
	return {
		...facts,
		audioBytes,
		...(Number.isFinite(seconds) && seconds > 0 && { durationSeconds: seconds }),
	};
}
