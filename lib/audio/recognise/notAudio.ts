import { notAudio, type AudioError } from '../errors';

const OPEN_SOURCE =
	'Open the source in a browser: it probably shows a login, a preview or a message instead of the file';
const WRONG_FIELD =
	"Check 'Input Data Field Name' and the step before: they deliver another file than the audio";
const SEND_SOUND = 'Send the audio file itself, not a list of where it can be found';

/** Files that people send by accident, by their first bytes. */
const BINARY: ReadonlyArray<{ magic: RegExp; what: string; fix: string }> = [
	{
		magic: /^\x89PNG|^\xff\xd8\xff|^GIF8|^BM[^]{4}\0\0|^II\*\0|^MM\0\*/,
		what: 'an image',
		fix: WRONG_FIELD,
	},
	{
		magic: /^RIFF[^]{4}WEBP|^[^]{4}ftyp(avif|heic|heix|mif1|msf1)/,
		what: 'an image',
		fix: WRONG_FIELD,
	},
	{ magic: /^%PDF/, what: 'a PDF document', fix: WRONG_FIELD },
	{
		magic: /^PK\x03\x04/,
		what: 'a ZIP archive or an Office document',
		fix: "Unpack it first, e.g. with n8n's 'Compression' node",
	},
	{
		magic: /^\x1f\x8b/,
		what: 'a gzip archive',
		fix: "Unpack it first, e.g. with n8n's 'Compression' node",
	},
	{ magic: /^Rar!|^7z\xbc\xaf/, what: 'an archive', fix: 'Unpack it first' },
	{
		magic: /^MThd/,
		what: 'a MIDI file (notes without sound)',
		fix: 'Render it to MP3 or WAV first',
	},
	{ magic: /^\x7fELF|^MZ/, what: 'a program', fix: WRONG_FIELD },
];

/** Text that people send by accident, by how it begins (in lower case, without leading white space). */
const TEXT: ReadonlyArray<{ begins: RegExp; what: string; fix: string }> = [
	{
		begins: /^(<!doctype html|<html|<head|<body|<script|<!--)/,
		what: 'an HTML page',
		fix: OPEN_SOURCE,
	},
	{ begins: /^<\?xml[^]*<html/, what: 'an HTML page', fix: OPEN_SOURCE },
	{
		begins: /^(#extm3u|\[playlist\]|ffconcat|<asx|<smil|<\?xml[^]*<mpd|<mpd|v=0\s|\[reference\])/,
		what: 'a playlist',
		fix: SEND_SOUND,
	},
	{ begins: /^<svg|^<\?xml[^]*<svg/, what: 'an image', fix: WRONG_FIELD },
	{ begins: /^</, what: 'an XML document', fix: OPEN_SOURCE },
	{
		begins: /^[[{]/,
		what: 'JSON text',
		fix: 'Look at what the step before answers: it is data or a message, not the file itself',
	},
	{ begins: /^webvtt/, what: 'a subtitle file', fix: WRONG_FIELD },
	{
		begins: /^data:[\w-]+\/[\w.+-]+;base64,/,
		what: 'a data URI',
		fix: "Turn it into a file first with n8n's 'Convert to File' node (Base64 to file)",
	},
	{
		begins: /^[a-z0-9+/\s]{200,}=*\s*$/,
		what: 'Base64 text',
		fix: "Turn it into a file first with n8n's 'Convert to File' node (Base64 to file)",
	},
	{
		begins: /^https?:\/\/\S+\s*$/,
		what: 'a text with a link',
		fix: "Set 'Audio Source' to 'URL' and put the link there",
	},
	{ begins: /^/, what: 'plain text', fix: WRONG_FIELD },
];

/** The sentence for a file that is certainly something else, or undefined. */
export function notAudioReason(head: Buffer): AudioError | undefined {
	const start = head.toString('latin1', 0, 1024);
	const binary = BINARY.find(({ magic }) => magic.test(start));
	if (binary) return notAudio(binary.what, binary.fix);
	const text = asText(head.subarray(0, 1024));
	const kind = text === undefined ? undefined : TEXT.find(({ begins }) => begins.test(text));
	return kind && notAudio(kind.what, kind.fix);
}

/** The beginning in lower case, or undefined if it holds bytes that no text has. */
function asText(head: Buffer): string | undefined {
	const isUtf16 = /^(\xff\xfe|\xfe\xff)/.test(head.toString('latin1', 0, 2));
	const bytes = isUtf16 ? head.filter((byte) => byte !== 0).subarray(2) : head;
	const text = bytes.toString('utf8');
	// A character may be cut in two at the end of what was read.
	if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) || text.slice(0, -1).includes('\ufffd'))
		return undefined;
	return text
		.replace(/^\ufeff/, '')
		.trimStart()
		.toLowerCase();
}
