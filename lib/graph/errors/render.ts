import { MAX_ATTACHMENT_BYTES, MEGABYTE } from '../../sizes';
import type { AttachmentType } from '../attachmentTypes';
import type { Flavour } from '../flavours';
import type { ErrorTemplate, RenderedError } from './catalog';

const PERMISSIONS: Readonly<Record<Flavour['name'], string>> = {
	instagramLogin: 'instagram_business_basic, instagram_business_manage_messages',
	instagramPage: 'instagram_basic, instagram_manage_messages, pages_messaging',
	messenger: 'pages_messaging',
};

/** How this app gets a conversation that another one has: Meta lets only Pages take it by a call. */
const TAKE_THREAD: Readonly<Record<Flavour['name'], string>> = {
	instagramLogin: 'Let the other app, or the person at its inbox, hand the conversation over',
	instagramPage:
		"Take the thread with the operation 'Control Thread', or let the other app pass it on",
	messenger: "Take the thread with the operation 'Control Thread', or let the other app pass it on",
};

const LARGEST_FILE = `${MAX_ATTACHMENT_BYTES / MEGABYTE} MB`;

/** What each kind of file is called, and what to do where Meta does not take one. */
const MEDIA: Readonly<
	Record<AttachmentType, { media: string; file: string; limit: string; takes: string }>
> = {
	audio: {
		media: 'audio',
		file: 'audio file',
		limit: LARGEST_FILE,
		takes:
			"Send it as a voice note with 'Convert' at Auto: it then goes out as AAC in an .m4a file",
	},
	image: { media: 'image', file: 'image', limit: '8 MB', takes: 'Send a PNG, JPEG or GIF file' },
	video: {
		media: 'video',
		file: 'video',
		limit: LARGEST_FILE,
		takes: 'Send an MP4 file; Ogg, AVI, MOV and WebM are taken as well',
	},
	file: {
		media: 'file',
		file: 'file',
		limit: LARGEST_FILE,
		takes: 'On Instagram, send a PDF; on Messenger, check that the file opens',
	},
};

/**
 * Fills the placeholders of a template in for an account.
 * @param type the kind of file the call was about
 */
export function render(
	template: ErrorTemplate,
	flavour: Flavour,
	type: AttachmentType = 'audio',
): RenderedError {
	const { media, file, limit, takes } = MEDIA[type];
	const fillIn = (sentence: string) =>
		sentence
			.replaceAll('{media}', media)
			.replaceAll('{file}', file)
			.replaceAll('{limit}', limit)
			.replaceAll('{takes}', takes)
			.replaceAll('{platform}', flavour.displayName)
			.replaceAll('{tokenField}', flavour.tokenField)
			.replaceAll('{permissions}', PERMISSIONS[flavour.name])
			.replaceAll('{takeThread}', TAKE_THREAD[flavour.name]);
	return {
		...template,
		what: fillIn(template.what),
		fix: fillIn(template.fix),
		delivered: template.delivered ?? 'no',
	};
}
