import type { AudioFacts, FileType } from '../facts';
import type { FileBytes } from './fileBytes';

/** How much of a file's beginning is looked at: an MP3 may have that much junk before its first frame. */
export const HEAD_BYTES = 16 * 1024;

/** What a container's structure says; `recognise` adds the rest. */
export type Inspection<Name extends string = string> = Omit<
	AudioFacts,
	'container' | 'fileType' | 'sizeBytes'
> & { container: Name };

/**
 * All there is to know of one container, in one file of this folder.
 *
 * @typeParam Name what `inspect` calls the files: one name, or several where variants differ for users
 */
export interface Container<Name extends string = string> {
	/** What users are told that they may send, in their words. Empty for what is too rare to be named. */
	formats: readonly string[];
	/** The file type of each variant. */
	fileTypes: Readonly<Record<Name, FileType>>;
	/** FFmpeg's demuxers for it, by any of the names that `ffmpeg -demuxers` lists. */
	demuxers: readonly string[];
	/**
	 * @param head the first {@link HEAD_BYTES} behind any ID3 tags
	 * @param atOnce nothing may stand before what the container begins with
	 */
	matches(head: Buffer, atOnce?: boolean): boolean;
	/**
	 * Reads what the container's structure says, without decoding.
	 *
	 * @param start where the head was read
	 * @throws {AudioError} when it is cut off, damaged or without sound
	 */
	inspect(file: FileBytes, start: number): Promise<Inspection<Name>>;
}
