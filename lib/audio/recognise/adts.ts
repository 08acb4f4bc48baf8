import { cutOff } from '../errors';
import type { Inspection } from '../facts';
import { AAC_FRAME_SAMPLES, aacSampleRateHz } from './aacConfig';
import type { FileBytes } from './fileBytes';
import { isTagAfterSound } from './tags';

/** ADTS header (ISO/IEC 14496-3, 1.A.2.2), without the optional CRC. */
const HEADER_BYTES = 7;

interface Frame {
	bytes: number;
	seconds: number;
	/** The part of the header that must not change from frame to frame: version to channels. */
	configuration: number;
	hasOneBlock: boolean;
}

function frameAt(bytes: Buffer, at: number): Frame | undefined {
	if (at + HEADER_BYTES > bytes.length) return undefined;
	if (bytes.readUInt16BE(at) >> 4 !== 0xfff || (bytes.readUInt8(at + 1) & 0b110) !== 0) {
		return undefined;
	}
	const length = (bytes.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
	const blocks = (bytes.readUInt8(at + 6) & 3) + 1;
	const sampleRateHz = aacSampleRateHz((bytes.readUInt8(at + 2) >> 2) & 15);
	if (length < HEADER_BYTES || sampleRateHz === undefined) return undefined;
	return {
		bytes: length,
		seconds: (blocks * AAC_FRAME_SAMPLES) / sampleRateHz,
		// Leaves out the CRC flag, the private bit and the copyright bits, which may change.
		configuration: bytes.readUIntBE(at + 1, 3) & 0xfefdc0,
		hasOneBlock: blocks === 1,
	};
}

/** Two frames in a row: twelve set bits alone occur in random data. */
export function isAdts(head: Buffer): boolean {
	const first = frameAt(head, 0);
	if (first === undefined) return false;
	if (first.bytes + HEADER_BYTES > head.length) return true;
	return frameAt(head, first.bytes) !== undefined;
}

/** Raw AAC: every frame is walked, so that its length is exact and a missing end is seen. */
export async function inspectAdts(file: FileBytes, start: number): Promise<Inspection> {
	const first = frameAt(await file.need(start, HEADER_BYTES, 'its first frame'), 0);
	const header = (await file.need(start, HEADER_BYTES, 'its first frame')).readUIntBE(1, 3);
	let durationSeconds = 0;
	let isUniform = true;
	let isChained = false;
	let isWhole = true;
	let at = start;
	while (at < file.size) {
		const bytes = await file.read(at, HEADER_BYTES);
		const frame = frameAt(bytes, 0);
		if (frame === undefined) {
			isWhole = await isTagAfterSound(file, at);
			if (!isWhole && bytes.length < HEADER_BYTES && bytes[0] === 0xff) {
				throw cutOff('its last frame is incomplete');
			}
			break;
		}
		if (at + frame.bytes > file.size) throw cutOff('its last frame is incomplete');
		isChained ||= frame.configuration !== first?.configuration;
		isUniform &&= !isChained && frame.hasOneBlock;
		durationSeconds += frame.seconds;
		at += frame.bytes;
	}
	const sampleRateHz = aacSampleRateHz((header >> 10) & 15);
	const objectType = ((header >> 14) & 3) + 1;
	return {
		container: 'aac',
		codec: 'aac',
		aacProfile: objectType === 2 && isUniform && isWhole ? 'lc' : 'other',
		channels: (header >> 6) & 7,
		sampleRateHz,
		...(isWhole && { durationSeconds }),
		audioBytes: at - start,
		hasVideo: false,
		isChained,
	};
}
