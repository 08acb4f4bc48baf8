import { objectsOf, textOf, type MetaObject } from './metaWords.js';

/** What only the apps can make, as a person would say it. */
export interface SpecialWords {
	title: string;
	/** What is known besides: a title, a place. */
	detail?: string;
	/** Where it is, if the webhook says so. */
	url?: string;
}

/** By the type of the attachment. Source: Meta, "Webhooks: messages" of both platforms. */
const TITLES: Readonly<Record<string, string>> = {
	story_mention: 'Mentioned the account in a story',
	ig_story: 'Shared a story',
	share: 'Shared a post',
	post: 'Shared a post',
	ig_post: 'Shared a post',
	reel: 'Shared a reel',
	ig_reel: 'Shared a reel',
	fallback: 'Shared a link',
	location: 'Shared a place',
	template: 'Asked about a product',
	appointment_booking: 'Asked for an appointment',
	ephemeral: 'Sent something to be seen once',
	image: 'Sent a photo',
	video: 'Sent a video',
	audio: 'Sent a voice note',
	file: 'Sent a file',
};

/** @param message of Meta's webhook, without `mid` */
export function wordsOf(message: MetaObject): SpecialWords[] {
	if (message.is_unsupported === true) return [{ title: 'Sent something that apps do not get' }];
	const { story } = (message.reply_to ?? {}) as { story?: MetaObject };
	return [
		...(story === undefined ? [] : [{ title: 'Replied to a story', url: textOf(story.url) }]),
		...objectsOf(message.attachments).map(attachmentWords),
	];
}

function attachmentWords(attachment: MetaObject): SpecialWords {
	const type = textOf(attachment.type);
	const payload = (attachment.payload ?? {}) as MetaObject;
	return {
		title: TITLES[type] ?? `Sent: ${type || 'something unknown'}`,
		detail:
			textOf(payload.title) || textOf(attachment.title) || productOf(payload) || placeOf(payload),
		url: textOf(payload.url) || textOf(payload.story_media_url) || textOf(attachment.url),
	};
}

function productOf(payload: MetaObject): string {
	const { elements } = (payload.product ?? {}) as MetaObject;
	return objectsOf(elements)
		.map(({ title }) => textOf(title))
		.join(', ');
}

function placeOf({ coordinates }: MetaObject): string {
	const { lat, long } = (coordinates ?? {}) as MetaObject;
	return typeof lat === 'number' && typeof long === 'number' ? `${lat}, ${long}` : '';
}
