import { UNTRUSTED_HEADERS, type Reply } from './reply';

/**
 * Bytes of a known type, or the range of them that a player asks for when it seeks (RFC 9110, section
 * 14). Several ranges at once, which players do not ask for, get the whole.
 * @param range the `Range` header
 */
export function bytesReply(bytes: Buffer, contentType: string, range: string | undefined): Reply {
	const headers = {
		'Content-Type': contentType,
		...UNTRUSTED_HEADERS,
		'Accept-Ranges': 'bytes',
	};
	const asked = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
	const [, first = '', last = ''] = asked ?? [];
	if (first === '' && last === '') return { status: 200, headers, body: bytes };
	const { length } = bytes;
	const start = first === '' ? Math.max(0, length - Number(last)) : Number(first);
	const end = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
	if (start > end) {
		return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${length}` }, body: '' };
	}
	const contentRange = `bytes ${start}-${end}/${length}`;
	return {
		status: 206,
		headers: { ...headers, 'Content-Range': contentRange },
		body: bytes.subarray(start, end + 1),
	};
}
