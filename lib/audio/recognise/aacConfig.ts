/** Sampling frequencies by index (ISO/IEC 14496-3, table 1.18). */
const SAMPLE_RATES_HZ = [
	96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
];

export const aacSampleRateHz = (index: number): number | undefined => SAMPLE_RATES_HZ[index];

/** Samples of one AAC-LC frame. */
export const AAC_FRAME_SAMPLES = 1024;

const AAC_LC = 2;

/** Written as 31, the escape, and 10 more. */
const USAC = 42;

export interface AacConfig {
	/** USAC (xHE-AAC) is a codec of its own that shares AAC's place. */
	codec: 'aac' | 'usac';
	aacProfile: 'lc' | 'other';
	sampleRateHz?: number;
	channels?: number;
}

/**
 * Reads an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1) far enough to tell plain AAC-LC from
 * everything else: other object types, 960-sample frames, channel layouts of their own, and SBR that
 * is announced behind a configuration that looks like AAC-LC.
 */
export function aacConfig(bytes: Buffer): AacConfig {
	if (bytes.length < 2) return { codec: 'aac', aacProfile: 'other' };
	const bits = bytes.readUInt16BE(0);
	const objectType = bits >> 11 === 31 ? 32 + ((bits >> 5) & 63) : bits >> 11;
	if (objectType === USAC) return { codec: 'usac', aacProfile: 'other' };
	const channels = (bits >> 3) & 15;
	const hasShortFrames = (bits & 0b100) !== 0;
	const hasExtension = (bits & 0b011) !== 0;
	const isPlain =
		objectType === AAC_LC && !hasShortFrames && !hasExtension && !announcesSbr(bytes.subarray(2));
	return {
		codec: 'aac',
		aacProfile: isPlain ? 'lc' : 'other',
		sampleRateHz: aacSampleRateHz((bits >> 7) & 15),
		...(channels > 0 && { channels: channels === 7 ? 8 : channels }),
	};
}

/** Eleven bits 0x2b7, five bits object type 5 (SBR), then one bit: present or not. */
const announcesSbr = (extension: Buffer): boolean =>
	extension.length >= 3 && extension.readUInt16BE(0) === 0x56e5 && (extension[2] ?? 0) >= 0x80;
