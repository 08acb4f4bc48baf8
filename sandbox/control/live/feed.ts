import type { ServerResponse } from 'node:http';

import type { Control } from '../handler';
import type { Put } from '../shown';
import { LiveClient } from './client';
import { watchesOf, type Watches } from './watches';

/** Where pages listen. */
export const EVENTS_PATH = '/_sandbox/events';

/** Between two looks, for one that took no time worth mentioning. */
const SHORTEST_PAUSE_MS = 50;

/** With more to look at the looks become rarer, so that they take a twentieth of a core at most. */
const PAUSE_PER_LOOK = 20;

/**
 * Tells open pages what there is and what changes, as server-sent events: `start` (forget everything),
 * any number of `put` (things by their ids, new or different), and `ready` when that is all for now. A page
 * that lost its connection gets everything anew. Looks only while somebody listens.
 * Source: WHATWG HTML, "Server-sent events".
 */
export class LiveFeed {
	private readonly clients = new Set<LiveClient>();
	private watches: Watches | undefined;
	private timer: NodeJS.Timeout | undefined;

	constructor(private readonly control: Control) {}

	/** Answers `GET /_sandbox/events`, for as long as the page stays. */
	connect(response: ServerResponse): void {
		this.watches ??= watchesOf(this.control);
		this.look();
		const client = new LiveClient(response, this.watches);
		this.clients.add(client);
		response.once('close', () => this.disconnect(client));
		client.start();
	}

	private disconnect(client: LiveClient): void {
		this.clients.delete(client);
		if (this.clients.size > 0) return;
		clearTimeout(this.timer);
		this.watches = undefined;
	}

	private look(): void {
		if (this.watches === undefined) return;
		const startedAt = performance.now();
		const news = Object.entries(this.watches).map(
			([name, watch]) => [name as keyof Put, watch.look()] as const,
		);
		const isReplaced = news.some(([, ids]) => ids === undefined);
		for (const client of this.clients) {
			if (isReplaced) client.start();
			else for (const [name, ids = []] of news) if (ids.length > 0) client.update(name, ids);
		}
		const pauseMs = Math.max(SHORTEST_PAUSE_MS, PAUSE_PER_LOOK * (performance.now() - startedAt));
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.look(), pauseMs).unref();
	}
}
