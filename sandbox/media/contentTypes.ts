/** The type of each container that a browser plays or shows. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
	m4a: 'audio/mp4',
	mp4: 'audio/mp4',
	aac: 'audio/aac',
	wav: 'audio/wav',
	mp3: 'audio/mpeg',
	ogg: 'audio/ogg',
	webm: 'audio/webm',
	flac: 'audio/flac',
	webp: 'image/webp',
	png: 'image/png',
	jpeg: 'image/jpeg',
	gif: 'image/gif',
};

/** Containers of videos that are not MP4 to a browser. */
const VIDEO_TYPES: Readonly<Record<string, string>> = { webm: 'video/webm', ogg: 'video/ogg' };

/**
 * @param container as `inspectMedia` names it
 * @param type of the attachment, because MP4, WebM and Ogg hold sound as well as videos
 * @returns undefined for what a browser neither plays nor shows
 */
export const contentTypeOf = (container: string, type: string): string | undefined =>
	type === 'video' ? (VIDEO_TYPES[container] ?? 'video/mp4') : CONTENT_TYPES[container];
