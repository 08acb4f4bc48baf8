/** A file format that its first bytes give away. */
export interface MediaFormat {
	name: string;
	kind: 'image' | 'video' | 'audio' | 'document';
	mimeType: string;
	/** Without a dot. */
	extension: string;
}

const format = (
	name: string,
	kind: MediaFormat['kind'],
	mimeType: string,
	extension = name.toLowerCase(),
): MediaFormat => ({ name, kind, mimeType, extension });

/**
 * Looked through in this order; the first pattern that fits wins.
 * ISO/IEC 14496-12 §4.3 (`ftyp`), RFC 3533 (Ogg) with the codecs' first packets, RFC 8794 (EBML), and
 * https://www.iana.org/assignments/media-types for the types.
 */
const FORMATS: ReadonlyArray<readonly [magic: RegExp, format: MediaFormat]> = [
	[/^\x89PNG\r\n\x1a\n/, format('PNG', 'image', 'image/png')],
	[/^\xff\xd8\xff/, format('JPEG', 'image', 'image/jpeg', 'jpg')],
	[/^GIF8[79]a/, format('GIF', 'image', 'image/gif')],
	[/^RIFF[^]{4}WEBP/, format('WebP', 'image', 'image/webp')],
	[/^[^]{4}ftyp(heic|heix|heim|heis|mif1|msf1)/, format('HEIC', 'image', 'image/heic')],
	[/^[^]{4}ftypavif/, format('AVIF', 'image', 'image/avif')],
	[/^BM[^]{4}\0\0\0\0/, format('BMP', 'image', 'image/bmp')],
	[/^(II\*\0|MM\0\*)/, format('TIFF', 'image', 'image/tiff')],
	[/^%PDF-/, format('PDF', 'document', 'application/pdf')],
	[/^[^]{4}ftypM4[AB] /, format('M4A', 'audio', 'audio/mp4')],
	[/^[^]{4}ftypqt {2}/, format('MOV', 'video', 'video/quicktime')],
	[/^[^]{4}ftyp3g/, format('3GP', 'video', 'video/3gpp')],
	[/^[^]{4}ftyp/, format('MP4', 'video', 'video/mp4')],
	[/^[^]{4}(moov|mdat|wide)/, format('MOV', 'video', 'video/quicktime')],
	[/^RIFF[^]{4}AVI /, format('AVI', 'video', 'video/x-msvideo')],
	[/^\x1a\x45\xdf\xa3[^]{0,64}webm[^]*A_(?![^]*V_)/, format('WebM', 'audio', 'audio/webm')],
	[/^\x1a\x45\xdf\xa3[^]{0,64}webm/, format('WebM', 'video', 'video/webm')],
	[/^\x1a\x45\xdf\xa3/, format('Matroska', 'video', 'video/x-matroska', 'mkv')],
	[/^OggS[^]{0,512}(\x80theora|OVP80|BBCD)/, format('Ogg', 'video', 'video/ogg', 'ogv')],
	[/^OggS/, format('Ogg', 'audio', 'audio/ogg')],
	[/^RIFF[^]{4}WAVE/, format('WAV', 'audio', 'audio/wav')],
	[/^fLaC/, format('FLAC', 'audio', 'audio/flac')],
	[/^#!AMR/, format('AMR', 'audio', 'audio/amr')],
	[/^\xff[\xf0\xf1\xf8\xf9]/, format('AAC', 'audio', 'audio/aac')],
	[/^(ID3|\xff[\xe2-\xf7\xfa-\xff])/, format('MP3', 'audio', 'audio/mpeg')],
];

/** How many bytes of a file's beginning {@link recogniseFormat} looks at. */
export const HEAD_BYTES = 4096;

/** @param head the file's first bytes, {@link HEAD_BYTES} of them where there are as many */
export function recogniseFormat(head: Buffer): MediaFormat | undefined {
	const text = head.toString('latin1', 0, HEAD_BYTES);
	return FORMATS.find(([magic]) => magic.test(text))?.[1];
}
