/**
 * The page's script. Everything customers and senders wrote goes in as text nodes, never as markup.
 * It polls the control API: the sandbox needs no second protocol for a page that one person watches.
 */
export const script = String.raw`
'use strict';
const POLL_MS = 1000;
const TITLES = { instagramLogin: 'Instagram (Instagram Login)', instagramPage: 'Instagram (via Facebook Page)', messenger: 'Messenger' };
const byId = (id) => document.getElementById(id);
let chosen = decodeURIComponent(location.hash.slice(1));
let shown = { key: '', ids: [] };

function element(tag, className, ...children) {
	const node = document.createElement(tag);
	if (className) node.className = className;
	node.append(...children);
	return node;
}

const audienceOf = (flavour) => (flavour === 'messenger' ? 'messenger' : 'instagram');
const initials = (name) => name.split(' ').map((word) => word[0]).join('').slice(0, 2);
const clockTime = (ms) => new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
const length = (seconds) => Math.floor(Math.round(seconds) / 60) + ':' + String(Math.round(seconds) % 60).padStart(2, '0');
const size = (bytes) => (bytes < 1e6 ? Math.ceil(bytes / 1000) + ' kB' : (bytes / 1e6).toFixed(1) + ' MB');

const UNSENT = 'Message unsent';
const PREVIEWS = { audio: 'Voice note', image: 'Photo', video: 'Video', file: 'File', like_heart: '❤️', template: 'Template', MEDIA_SHARE: 'Post' };
function preview(message) {
	if (!message) return 'No messages yet';
	if (message.isDeleted) return UNSENT;
	if (message.text !== undefined) return message.text;
	return PREVIEWS[message.kind] ?? message.kind;
}

function threadsOf(accounts, messages) {
	return accounts.flatMap((account) => account.recipients.map((recipient) => ({
		key: account.id + '/' + recipient.id,
		account,
		recipient,
		messages: messages.filter((each) => each.accountId === account.id && each.recipientId === recipient.id),
		arrived: messages.filter((each) => !each.isMine && each.recipientId === recipient.id).length,
	})));
}

function showThreads(threads) {
	const nodes = [];
	let account;
	for (const thread of threads) {
		if (thread.account !== account) {
			account = thread.account;
			nodes.push(element('h2', '', TITLES[account.flavour] + ' · ' + account.name));
		}
		const last = thread.messages.at(-1);
		const button = element('button', '',
			element('span', 'face ' + audienceOf(account.flavour), initials(thread.recipient.name)),
			element('span', 'who', element('strong', '', thread.recipient.name), element('span', 'quiet', preview(last))));
		if (thread.arrived) button.append(element('span', 'count', String(thread.arrived)));
		if (thread.key === chosen) button.setAttribute('aria-current', 'true');
		button.onclick = () => { chosen = thread.key; location.hash = encodeURIComponent(chosen); refresh(); };
		nodes.push(button);
	}
	byId('threads').replaceChildren(...nodes);
}

function showPerson({ account, recipient }) {
	const isOpen = recipient.isWindowOpen;
	const badge = element('span', 'window ' + (isOpen ? 'open' : 'closed'), isOpen ? 'Window open' : 'Window closed');
	if (recipient.windowClosesAt) badge.title = (isOpen ? 'Until ' : 'Since ') + new Date(recipient.windowClosesAt).toLocaleString();
	byId('person').replaceChildren(
		element('span', 'face ' + audienceOf(account.flavour), initials(recipient.name)),
		element('div', 'who', element('strong', '', recipient.name), element('span', 'quiet', 'Recipient ID ' + recipient.id)),
		badge);
	byId('writer').textContent = recipient.name;
}

/** Bars that look like speech; drawn from the message id, so that they stay the same. */
function waveform(seed, count) {
	let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
	return Array.from({ length: count }, (_, at) => {
		state = (state * 1664525 + 1013904223) >>> 0;
		const swell = 0.45 + 0.55 * Math.abs(Math.sin(at * 0.55 + (seed.length % 5)));
		const bar = element('i');
		bar.style.height = Math.round(15 + 80 * swell * (0.35 + 0.65 * (state / 2 ** 32))) + '%';
		return bar;
	});
}

const SVG = 'http://www.w3.org/2000/svg';
function icon(path) {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('viewBox', '0 0 24 24');
	const shape = document.createElementNS(SVG, 'path');
	shape.setAttribute('d', path);
	svg.append(shape);
	return svg;
}
const PLAY = 'M8 5v14l11-7z';
const PAUSE = 'M6 5h4v14H6zM14 5h4v14h-4z';

function voiceNote(message) {
	const known = message.attachment.durationSeconds || 0;
	const audio = new Audio(message.mediaUrl);
	audio.preload = 'none';
	const bars = waveform(message.messageId, Math.max(18, Math.min(44, Math.round(14 + known * 2))));
	const wave = element('div', 'wave', ...bars);
	const button = element('button', '', icon(PLAY));
	button.setAttribute('aria-label', 'Play voice note');
	const time = element('span', 'length', length(Math.max(known, 0)));
	const total = () => (Number.isFinite(audio.duration) ? audio.duration : known);
	const draw = () => {
		const share = total() ? audio.currentTime / total() : 0;
		bars.forEach((bar, at) => bar.classList.toggle('played', at / bars.length < share));
		time.textContent = length(audio.paused && !audio.currentTime ? total() : audio.currentTime);
		button.replaceChildren(icon(audio.paused ? PLAY : PAUSE));
		button.setAttribute('aria-label', audio.paused ? 'Play voice note' : 'Pause voice note');
	};
	for (const event of ['timeupdate', 'play', 'pause', 'loadedmetadata', 'seeked']) audio.addEventListener(event, draw);
	audio.addEventListener('ended', () => { audio.currentTime = 0; draw(); });
	audio.addEventListener('error', () => { time.textContent = 'cannot be played here'; });
	button.onclick = () => { if (audio.paused) audio.play().catch(() => {}); else audio.pause(); };
	wave.onclick = (event) => {
		if (!total()) return;
		const box = wave.getBoundingClientRect();
		audio.currentTime = total() * ((event.clientX - box.left) / box.width);
	};
	return element('div', 'bubble voice ' + audienceOf(message.flavour), button, wave, time);
}

function media(message) {
	if (message.kind === 'audio') return voiceNote(message);
	if (message.kind === 'image') {
		const image = element('img', 'photo');
		image.src = message.mediaUrl;
		image.alt = 'Image';
		return image;
	}
	if (message.kind === 'video') {
		const video = element('video', 'photo');
		video.src = message.mediaUrl;
		video.controls = true;
		return video;
	}
	const link = element('a', '', message.attachment.fileName || 'File');
	link.href = message.mediaUrl;
	return element('div', 'bubble', link);
}

function bubble(message) {
	if (message.isDeleted) return element('div', 'bubble unsent', UNSENT);
	if (message.attachment) return media(message);
	if (message.kind === 'like_heart') return element('div', 'bubble', '❤️');
	return element('div', 'bubble', message.text ?? PREVIEWS[message.kind] ?? message.kind);
}

function showMessage(message) {
	const facts = element('p', 'facts', clockTime(message.at));
	const { attachment } = message;
	if (attachment) {
		const kind = [attachment.container, attachment.codec].filter(Boolean).join(' / ');
		facts.append(' · ' + kind + ' · ' + size(attachment.sizeBytes));
	}
	if (message.editCount) facts.append(' · edited');
	if (message.tag) facts.append(' · ' + message.tag);
	if (message.replyTo) facts.append(' · reply');
	const short = message.messageId.length > 40 ? message.messageId.slice(0, 24) + '…' + message.messageId.slice(-8) : message.messageId;
	const id = element('code', '', short);
	id.title = message.messageId;
	facts.append(' · ', id);
	return element('article', message.isMine ? 'mine' : '', bubble(message), facts);
}

/** Changes with everything of a message that can change. */
const stateOf = (message) => [message.messageId, message.editCount, message.isDeleted].join();

/** New messages are appended, so that a note which is playing plays on. */
function showConversation(thread) {
	const ids = thread.messages.map(stateOf);
	const isContinued = thread.key === shown.key && shown.ids.length > 0 && shown.ids.every((id, at) => id === ids[at]);
	const box = byId('conversation');
	if (!isContinued) box.replaceChildren();
	box.append(...thread.messages.slice(isContinued ? shown.ids.length : 0).map(showMessage));
	if (ids.length === 0) {
		box.append(element('div', 'empty', 'Nothing here yet. Send a voice note to recipient ' + thread.recipient.id + ' and it appears in this thread.'));
	}
	box.scrollTop = box.scrollHeight;
	shown = { key: thread.key, ids };
}

async function get(name) {
	const response = await fetch('/_sandbox/' + name);
	if (!response.ok) throw new Error(name);
	return response.json();
}

let newest = '';
/** A new message opens its thread, unless the viewer chose one. */
function followNewest(threads, messages) {
	const last = messages.at(-1);
	const isNew = last && last.messageId !== newest;
	newest = last ? last.messageId : '';
	const hasChosen = threads.some((each) => each.key === chosen) && location.hash.length > 1;
	if (hasChosen) return;
	if (isNew) chosen = last.accountId + '/' + last.recipientId;
	if (!threads.some((each) => each.key === chosen)) chosen = threads[0] ? threads[0].key : '';
}

let drawn = '';
async function refresh() {
	try {
		const [state, accounts, messages, written] = await Promise.all(['state', 'accounts', 'messages', 'customer-messages'].map(get));
		const mine = written.map((each) => ({ ...each, isMine: true }));
		const threads = threadsOf(accounts, [...mine, ...messages].sort((a, b) => a.at - b.at));
		followNewest(threads, messages);
		byId('clock').textContent = new Date(state.now).toLocaleString();
		byId('status').textContent = messages.length + ' messages delivered · ' + state.requests + ' requests · ' + state.faults.length + ' faults set';
		const thread = threads.find((each) => each.key === chosen);
		const key = chosen + JSON.stringify(threads.map((each) => [each.key, each.messages.map(stateOf), each.recipient.isWindowOpen]));
		if (key !== drawn && thread) {
			drawn = key;
			showThreads(threads);
			showPerson(thread);
			showConversation(thread);
		}
	} catch {
		byId('status').textContent = 'The sandbox does not answer. Start it again with: npm run sandbox';
	}
}

async function poll() {
	await refresh();
	setTimeout(poll, POLL_MS);
}
poll();
`;
