import { cutOff, damaged, noSound, protectedAudio, videoWithoutSound } from '../../errors';
import type { Mp4Layout } from '../../facts';
import { AAC_FRAME_SAMPLES } from '../aacConfig';
import type { Container, Inspection } from '../container';
import type { FileBytes } from '../fileBytes';
import { boxes, descend, type Box } from './boxes';
import { addFragment, fragmentDefaults, type FragmentTotals } from './fragments';
import { readTrack, timescaleOf, type Track } from './track';

const TOP_LEVEL = /^(ftyp|moov|mdat|free|skip|wide|styp|pnot|uuid)$/;

/** Larger than any file that is read; and from here on, the bytes of a box's size may be letters. */
const MAX_BOX_BYTES = 0x20000000;

/** HEIC and AVIF images have the structure of MP4, and no sound. */
const IMAGE = /^ftyp(avif|avis|heic|heix|hevc|mif1|msf1)/;

const isIsobmff = (head: Buffer): boolean =>
	head.length >= 8 &&
	head.readUInt32BE(0) < MAX_BOX_BYTES &&
	TOP_LEVEL.test(head.toString('latin1', 4, 8)) &&
	!IMAGE.test(head.toString('latin1', 4, 12));

/** The top level of the file, in one walk. */
interface Outline {
	majorBrand: string;
	moov?: Box;
	firstMdat?: Box;
	moofs: Box[];
	endsWithMdat: boolean;
	mdatBytes: number;
	isWalkedToTheEnd: boolean;
}

/** `mp4` is one with pictures. */
type Variant = 'm4a' | 'mp4' | 'mov' | '3gp';

/** M4A, MP4, MOV and 3GP (ISO/IEC 14496-12, QuickTime, 3GPP TS 26.244). */
export const isobmff: Container<Variant> = {
	formats: ['M4A', '3GP', 'MP4 with sound'],
	fileTypes: {
		m4a: { mimeType: 'audio/mp4', extension: 'm4a' },
		mp4: { mimeType: 'audio/mp4', extension: 'mp4' },
		mov: { mimeType: 'audio/mp4', extension: 'mp4' },
		'3gp': { mimeType: 'audio/3gpp', extension: '3gp' },
	},
	demuxers: ['mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2'],
	matches: isIsobmff,
	inspect: inspectIsobmff,
};

async function inspectIsobmff(file: FileBytes): Promise<Inspection<Variant>> {
	const outline = await readOutline(file);
	const { moov } = outline;
	if (moov === undefined) throw cutOff("its index (box 'moov') is missing");
	const mvhd = await descend(file, moov, 'mvhd');
	const movieTimescale = mvhd ? await timescaleOf(file, mvhd) : 0;
	const tracks: Track[] = [];
	for await (const child of boxes(file, moov.start, moov.end)) {
		if (child.type === 'trak') tracks.push(await readTrack(file, child, movieTimescale));
	}
	if (tracks.length === 0) throw noSound(); // FFmpeg leaves this when there was nothing to encode
	const hasVideo = tracks.some((track) => track.handler === 'vide');
	const sound = tracks.find((track) => track.handler === 'soun');
	if (sound === undefined) throw hasVideo ? videoWithoutSound() : damaged('it has no sound track');
	if (sound.format?.isProtected) throw protectedAudio();

	const mvex = await descend(file, moov, 'mvex');
	const isFragmented = mvex !== undefined || outline.moofs.length > 0;
	if (isFragmented) await addFragments(file, outline, mvex, sound);
	if (sound.samples === 0 || sound.sampleBytes === 0) throw noSound();
	sound.isConsistent &&= sound.sampleBytes <= outline.mdatBytes && keepsTime(sound);
	const mp4: Mp4Layout = {
		majorBrand: outline.majorBrand,
		trackCount: tracks.length,
		isMoovBeforeMdat: moov.start < (outline.firstMdat?.start ?? 0),
		isFragmented,
		isWellFormed: outline.isWalkedToTheEnd && sound.isConsistent && !sound.edits.isUnusual,
		leadingSilenceSeconds: sound.edits.leadingSilenceSeconds,
	};
	return {
		container: variantOf(outline.majorBrand, hasVideo),
		codec: sound.format?.codec ?? 'unknown',
		aacProfile: sound.format?.aacProfile,
		channels: sound.format?.channels,
		sampleRateHz: sound.format?.sampleRateHz,
		durationSeconds: presentedSeconds(sound),
		audioBytes: sound.sampleBytes,
		hasVideo,
		mp4,
	};
}

async function readOutline(file: FileBytes): Promise<Outline> {
	const outline: Outline = {
		majorBrand: '',
		moofs: [],
		endsWithMdat: false,
		mdatBytes: 0,
		isWalkedToTheEnd: false,
	};
	let walkedTo = 0;
	for await (const box of boxes(file, 0, file.size)) {
		walkedTo = box.end;
		if (box.type === 'ftyp')
			outline.majorBrand = (await file.read(box.start, 4)).toString('latin1');
		if (box.type === 'moov') outline.moov ??= box;
		if (box.type === 'moof') outline.moofs.push(box);
		if (box.type === 'mdat') {
			outline.firstMdat ??= box;
			outline.mdatBytes += box.end - box.start;
		}
		if (box.type === 'mdat' || box.type === 'moof') outline.endsWithMdat = box.type === 'mdat';
	}
	outline.isWalkedToTheEnd = walkedTo === file.size;
	return outline;
}

async function addFragments(
	file: FileBytes,
	outline: Outline,
	mvex: Box | undefined,
	sound: Track,
): Promise<void> {
	if (outline.moofs.length > 0 && !outline.endsWithMdat) {
		throw cutOff('its last fragment has no sound in it');
	}
	const defaults = mvex ? await fragmentDefaults(file, mvex, sound.id) : { duration: 0, size: 0 };
	const totals: FragmentTotals = { samples: 0, duration: 0, bytes: 0 };
	for (const moof of outline.moofs) await addFragment(file, moof, sound.id, defaults, totals);
	sound.samples += totals.samples;
	sound.mediaDuration += totals.duration;
	sound.sampleBytes += totals.bytes;
	// The edit list was written before the fragments: its length says nothing about them.
	sound.edits.seconds = undefined;
}

/** How far apart two correct ways of counting may be: frames and timescales round. */
const ROUNDING_SECONDS = 0.1;

/** Whether the times of AAC frames add up to what so many frames last. */
function keepsTime({ format, samples, mediaDuration, timescale }: Track): boolean {
	if (format?.aacProfile !== 'lc' || !format.sampleRateHz) return true;
	const frameSeconds = (samples * AAC_FRAME_SAMPLES) / format.sampleRateHz;
	return Math.abs(mediaDuration / timescale - frameSeconds) <= ROUNDING_SECONDS;
}

/**
 * What a player plays: the samples, less what the edit list leaves out. Undefined where tables or
 * edits do not add up: then only decoding tells.
 */
function presentedSeconds({
	timescale,
	mediaDuration,
	isConsistent,
	edits,
}: Track): number | undefined {
	const mediaSeconds = (mediaDuration - edits.mediaStart) / timescale;
	const seconds = edits.seconds ?? mediaSeconds;
	const isPlayable =
		timescale > 0 && mediaSeconds > 0 && seconds <= mediaSeconds + ROUNDING_SECONDS;
	if (!isConsistent || edits.isUnusual || !isPlayable) return undefined;
	return Math.min(seconds, mediaSeconds);
}

function variantOf(majorBrand: string, hasVideo: boolean): Variant {
	if (majorBrand.startsWith('3g')) return '3gp';
	if (majorBrand === 'qt  ' || majorBrand === '') return 'mov';
	return hasVideo ? 'mp4' : 'm4a';
}
