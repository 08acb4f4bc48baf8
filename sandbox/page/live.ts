import { useEffect, useState } from 'preact/hooks';

import type {
	LiveAccount,
	LiveRecipient,
	LiveState,
	Put,
	ShownAction,
	ShownComment,
	ShownDelivery,
	ShownMessage,
	ShownRequest,
} from '../control/shown.js';
import { control, EVENTS_URL } from './api.js';

/** Everything the page shows, by its ids. A new object after every change, over the same maps. */
export interface Picture {
	/** False until everything came for the first time. */
	isComplete: boolean;
	isConnected: boolean;
	/** Why there is no connection, and what to do. */
	problem: string;
	state: LiveState;
	accounts: ReadonlyMap<string, LiveAccount>;
	/** By `{account id}/{recipient id}`. */
	recipients: ReadonlyMap<string, LiveRecipient>;
	/** What the accounts sent. */
	sent: ReadonlyMap<string, ShownMessage>;
	/** What customers wrote. */
	received: ReadonlyMap<string, ShownMessage>;
	comments: ReadonlyMap<string, ShownComment>;
	/** The latest of the log only, as the next. */
	actions: ReadonlyMap<string, ShownAction>;
	requests: ReadonlyMap<number, ShownRequest>;
	deliveries: ReadonlyMap<number, ShownDelivery>;
}

/** Of a log the page keeps this much. */
const LOG_LENGTH = 500;

/** The browser tries again by itself, unless the sandbox refused; then the page does after this. */
const RETRY_MS = 2000;

interface Kinds {
	[name: string]: { idOf: (thing: never) => string | number; isLog?: true };
}

const KINDS = {
	accounts: { idOf: ({ id }: LiveAccount) => id },
	recipients: { idOf: ({ key }: LiveRecipient) => key },
	sent: { idOf: ({ messageId }: ShownMessage) => messageId },
	received: { idOf: ({ messageId }: ShownMessage) => messageId },
	comments: { idOf: ({ id }: ShownComment) => id },
	actions: { idOf: ({ id }: ShownAction) => id, isLog: true },
	requests: { idOf: ({ id }: ShownRequest) => id, isLog: true },
	deliveries: { idOf: ({ id }: ShownDelivery) => id, isLog: true },
} satisfies Kinds;

type Maps = Record<keyof typeof KINDS, Map<string | number, object>>;

const emptyMaps = (): Maps =>
	Object.fromEntries(Object.keys(KINDS).map((name) => [name, new Map()])) as Maps;

/** What came since `start`; shown once `ready` came too, so that nothing flickers when it comes anew. */
let maps = emptyMaps();
let state: LiveState = { aheadMs: 0, settings: {}, faults: [] };
let isReady = false;
let picture: Picture = { ...pictureOf(), isComplete: false, isConnected: false };
const listeners = new Set<(picture: Picture) => void>();

/** Everything that came, while the sandbox is there. */
function pictureOf(): Picture {
	const isThere = { isComplete: true, isConnected: true, problem: '' };
	// Each map holds the things of its name: the sandbox puts them there by that name.
	return { ...(maps as unknown as Picture), state, ...isThere };
}

function publish(next: Picture): void {
	picture = next;
	for (const listener of listeners) listener(picture);
}

function put(news: Partial<Put>): void {
	state = news.state?.[0] ?? state;
	for (const [name, { idOf, ...kind }] of Object.entries(KINDS)) {
		const map = maps[name as keyof Maps];
		for (const thing of news[name as keyof Maps] ?? []) map.set(idOf(thing as never), thing);
		if (!('isLog' in kind)) continue;
		for (const id of map.keys()) {
			if (map.size <= LOG_LENGTH) break;
			map.delete(id);
		}
	}
}

/** Listens to the sandbox from now on; after a lost connection everything comes anew. */
export function listen(): void {
	const events = new EventSource(EVENTS_URL);
	events.addEventListener('start', () => {
		maps = emptyMaps();
		isReady = false;
	});
	events.addEventListener('put', ({ data }: MessageEvent<string>) => {
		put(JSON.parse(data) as Partial<Put>);
		if (isReady) publish(pictureOf());
	});
	events.addEventListener('ready', () => {
		isReady = true;
		publish(pictureOf());
	});
	events.addEventListener('error', () => {
		void tellWhy();
		if (events.readyState !== EventSource.CLOSED) return;
		setTimeout(listen, RETRY_MS);
	});
}

/** An event source does not tell why it failed; another call does. */
async function tellWhy(): Promise<void> {
	const lost = { ...picture, isConnected: false };
	publish(lost);
	const problem = await control('GET', 'state').then(
		() => '',
		(cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
	);
	if (picture === lost) publish({ ...lost, problem });
}

/** The latest picture; renders again with every change. */
export function usePicture(): Picture {
	const [shown, show] = useState(picture);
	useEffect(() => {
		listeners.add(show);
		show(picture);
		return () => void listeners.delete(show);
	}, []);
	return shown;
}
