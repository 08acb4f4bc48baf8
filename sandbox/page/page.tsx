import type { ShownMessage } from '../control/shown.js';
import { readSnapshot, SignedOut, type Snapshot } from './api.js';
import { startComposer } from './composer.js';
import { showConversation, stateOf } from './conversation.js';
import { byId } from './elements.js';
import { keyOf, showPerson, showThreads, threadsOf, type Thread } from './threads.js';

/** The page asks again and again: one person watches it, which needs no second protocol. */
const POLL_MS = 1000;

/** Key of the open thread; in the address too once the viewer chose it, so that a reload keeps it. */
let openKey = decodeURIComponent(location.hash.slice(1));
/** Id of the latest message that an account sent. */
let latestId = '';
/** What is on the page, to leave it alone until something changes. */
let drawn = '';

async function refresh(status?: string): Promise<void> {
	try {
		draw(await readSnapshot(), status);
	} catch (cause) {
		showStatus(
			cause instanceof SignedOut
				? 'Open the link that the sandbox printed in its terminal.'
				: 'The sandbox does not answer. Start it again.',
		);
	}
}

function draw(snapshot: Snapshot, status?: string): void {
	const { state, sent } = snapshot;
	const threads = threadsOf(snapshot);
	openLatest(threads, sent);
	byId('clock', HTMLElement).textContent = new Date(state.now).toLocaleString();
	showStatus(
		status ??
			`${sent.length} messages delivered · ${state.requests} requests · ${state.faults.length} faults set`,
	);
	const thread = threads.find(({ key }) => key === openKey);
	const picture = openKey + JSON.stringify(threads.map(pictureOf));
	if (picture === drawn || thread === undefined) return;
	drawn = picture;
	showThreads(threads, openKey, choose);
	showPerson(thread);
	showConversation(thread);
}

/** Changes with everything of a thread that the page shows. */
const pictureOf = ({ key, messages, recipient }: Thread): unknown => [
	key,
	messages.map(stateOf),
	recipient.isWindowOpen,
];

/** A new message opens its thread, unless the viewer chose one. */
function openLatest(threads: readonly Thread[], sent: readonly ShownMessage[]): void {
	const latest = sent.at(-1);
	const isNew = latest !== undefined && latest.messageId !== latestId;
	latestId = latest?.messageId ?? '';
	const isKnown = (): boolean => threads.some(({ key }) => key === openKey);
	const isChosen = isKnown() && location.hash.length > 1;
	if (isChosen) return;
	if (isNew) openKey = keyOf(latest);
	if (!isKnown()) openKey = threads[0]?.key ?? '';
}

function choose(key: string): void {
	openKey = key;
	location.hash = encodeURIComponent(key);
	void refresh();
}

function showStatus(text: string): void {
	byId('status', HTMLElement).textContent = text;
}

async function poll(): Promise<void> {
	await refresh();
	setTimeout(() => void poll(), POLL_MS);
}

startComposer(() => openKey.split('/')[1] ?? '', refresh);
void poll();
