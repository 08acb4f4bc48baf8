import type { Act } from '../api.js';

/** The types of attachment that a file's MIME type names; any other is a `file`. */
const MEDIA_TYPES = ['audio', 'image', 'video'];

/** Meta's limit for every kind of attachment. Source: Meta, "Send messages". */
const MAX_FILE_BYTES = 25 * 1024 * 1024;

/**
 * The customer's act of sending a file.
 * @throws Error if the file is larger than the apps take
 */
export async function sendingOf(file: Blob): Promise<Act> {
	if (file.size > MAX_FILE_BYTES) {
		throw new Error('The file is too large. The apps send files of up to 25 MB.');
	}
	const contentType = file.type.split(';')[0] || 'application/octet-stream';
	const type = MEDIA_TYPES.find((each) => contentType.startsWith(`${each}/`)) ?? 'file';
	const name = file instanceof File ? { fileName: file.name } : {};
	return { act: 'sends', type, contentType, ...name, base64: await base64Of(file) };
}

/** The bytes in Base64, which is how the control API takes them. */
function base64Of(file: Blob): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.addEventListener('load', () => {
			const [, base64 = ''] = (reader.result as string).split(',');
			resolve(base64);
		});
		reader.addEventListener('error', () => reject(reader.error ?? new Error('Unreadable file')));
		reader.readAsDataURL(file);
	});
}
