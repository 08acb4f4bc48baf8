import type { JSX } from 'preact';

import type { ShownAttachment } from '../../control/shown.js';
import { preview, type ThreadMessage } from '../threads.js';
import { Special } from './Special.js';
import { Template } from './Template.js';
import { VoiceNote } from './VoiceNote.js';

/** What a message says, plays or shows. All words are text nodes, whatever is in them. */
export function Content({ message }: { message: ThreadMessage }): JSX.Element {
	const { kind, text, template, special, attachments } = message;
	if (special !== undefined)
		return <Special special={special} {...(text === undefined ? {} : { text })} />;
	if (template !== undefined) return <Template payload={template} />;
	if (kind === 'like_heart') return <p class="sticker">❤️</p>;
	if (kind === 'MEDIA_SHARE' && attachments.length === 0) return <SharedPost message={message} />;
	if (attachments.length === 0) return <p class="bubble">{text ?? preview(message)}</p>;
	return (
		<div class={attachments.length > 1 ? 'album' : 'media'}>
			{attachments.map((attachment) => (
				<Attachment key={attachment.mediaUrl} attachment={attachment} />
			))}
		</div>
	);
}

function Attachment({ attachment }: { attachment: ShownAttachment }): JSX.Element {
	const { type, mediaUrl } = attachment;
	switch (type) {
		case 'audio': {
			return <VoiceNote attachment={attachment} />;
		}
		case 'image': {
			return <img class="photo" src={mediaUrl} alt="Photo" />;
		}
		case 'video': {
			return <video class="photo" src={mediaUrl} controls preload="metadata" aria-label="Video" />;
		}
		default: {
			return <FileLink attachment={attachment} />;
		}
	}
}

function FileLink({ attachment }: { attachment: ShownAttachment }): JSX.Element {
	const { mediaUrl, fileName, contentType, sizeBytes } = attachment;
	return (
		<a class="bubble file" href={mediaUrl} download={fileName ?? ''}>
			<span>
				<strong>{fileName ?? 'File'}</strong>
				<br />
				{contentType} · {sizeOf(sizeBytes)}
			</span>
		</a>
	);
}

function SharedPost({ message }: { message: ThreadMessage }): JSX.Element {
	return (
		<div class="bubble card">
			<strong>Shared post</strong>
			<p>{message.postId}</p>
		</div>
	);
}

export const sizeOf = (bytes: number): string =>
	bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
