import { byId, element } from './elements.js';
import { appOf, PREVIEWS, UNSENT, type Thread, type ThreadMessage } from './threads.js';
import { voiceNote } from './voiceNote.js';

/** A message id that is longer is shown without its middle. */
const MAX_ID_CHARACTERS = 40;

/** What the conversation shows now. */
let shown: { key: string; states: string[] } = { key: '', states: [] };

/** Changes with everything of a message that can change. */
export const stateOf = ({ messageId, editCount, isDeleted }: ThreadMessage): string =>
	[messageId, editCount, isDeleted].join();

/** Shows the thread's messages. New ones are appended, so that a note which is playing plays on. */
export function showConversation({ key, messages, recipient }: Thread): void {
	const states = messages.map(stateOf);
	const isContinued =
		key === shown.key &&
		shown.states.length > 0 &&
		shown.states.every((state, at) => state === states[at]);
	const box = byId('conversation', HTMLElement);
	if (!isContinued) box.replaceChildren();
	box.append(...messages.slice(isContinued ? shown.states.length : 0).map(showMessage));
	if (messages.length === 0) {
		const hint = `Nothing here yet. Send a voice note to recipient ${recipient.id} and it appears in this thread.`;
		box.append(element('div', 'empty', hint));
	}
	box.scrollTop = box.scrollHeight;
	shown = { key, states };
}

function showMessage(message: ThreadMessage): HTMLElement {
	return element('article', message.isMine ? 'mine' : '', bubble(message), facts(message));
}

function bubble(message: ThreadMessage): HTMLElement {
	const { kind, text, isDeleted, attachment, mediaUrl } = message;
	if (isDeleted === true) return element('div', 'bubble unsent', UNSENT);
	if (attachment === undefined || mediaUrl === undefined) {
		return element('div', 'bubble', text ?? PREVIEWS[kind] ?? kind);
	}
	switch (kind) {
		case 'audio': {
			const { durationSeconds = 0 } = attachment;
			return voiceNote(message.messageId, mediaUrl, durationSeconds, appOf(message.flavour));
		}
		case 'image': {
			const image = element('img', 'photo');
			return Object.assign(image, { src: mediaUrl, alt: 'Image' });
		}
		case 'video': {
			const video = element('video', 'photo');
			return Object.assign(video, { src: mediaUrl, controls: true });
		}
		default: {
			const link = element('a', '', attachment.fileName ?? 'File');
			return element('div', 'bubble', Object.assign(link, { href: mediaUrl }));
		}
	}
}

/** The line under a message: when, what kind of file, and its id. */
function facts({ at, attachment, editCount = 0, tag, replyTo, messageId }: ThreadMessage): Node {
	const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
	const format = [attachment?.container, attachment?.codec].filter((each) => each !== undefined);
	const parts = [
		time,
		...(attachment === undefined ? [] : [format.join(' / '), size(attachment.sizeBytes)]),
		...(editCount > 0 ? ['edited'] : []),
		...(tag === undefined ? [] : [tag]),
		...(replyTo === undefined ? [] : ['reply']),
	];
	const id = element('code', '', shorten(messageId));
	id.title = messageId;
	return element('p', 'facts', `${parts.join(' · ')} · `, id);
}

const shorten = (id: string): string =>
	id.length > MAX_ID_CHARACTERS ? `${id.slice(0, 24)}…${id.slice(-8)}` : id;

const size = (bytes: number): string =>
	bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
