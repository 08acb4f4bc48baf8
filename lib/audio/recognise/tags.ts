import type { FileBytes } from './fileBytes';

const ID3_HEADER_BYTES = 10;

/** Where the sound starts: behind any ID3v2 tags (id3.org), which may stand before MP3, AAC and FLAC. */
export async function endOfLeadingTags(file: FileBytes): Promise<number> {
	let at = 0;
	for (let tags = 0; tags < 4; tags += 1) {
		const header = await file.read(at, ID3_HEADER_BYTES);
		if (header.length < ID3_HEADER_BYTES || header.toString('latin1', 0, 3) !== 'ID3') break;
		const size = [6, 7, 8, 9].reduce(
			(sum, index) => sum * 128 + (header.readUInt8(index) & 127),
			0,
		);
		const hasFooter = (header.readUInt8(5) & 0x10) !== 0;
		at += ID3_HEADER_BYTES + size + (hasFooter ? ID3_HEADER_BYTES : 0);
	}
	return at;
}

const TRAILING_TAGS = /^(TAG|APETAGEX|LYRICSBEGIN|ID3|3DI)/;

/** Whether what stands here is a tag or padding that some programs write behind the sound. */
export async function isTagAfterSound(file: FileBytes, at: number): Promise<boolean> {
	const bytes = await file.read(at, 16);
	return TRAILING_TAGS.test(bytes.toString('latin1')) || bytes.every((byte) => byte === 0);
}
