import type { ServerResponse } from 'node:http';

import type { Put } from '../shown';
import type { Watches } from './watches';

/** A batch ends with the thing that brings it to this many characters. */
const BATCH_LENGTH = 64 * 1024;

/**
 * One open page. What it has not been told is kept as ids and shown when its connection takes more, so
 * that one which does not read costs no more than the ids, and gets the latest of everything at the end.
 */
export class LiveClient {
	private readonly untold = new Map<keyof Put, Set<string>>();
	private mustStart = false;
	private isUpToDate = false;
	private isFull = false;

	constructor(
		private readonly response: ServerResponse,
		private readonly watches: Watches,
	) {
		response.writeHead(200, {
			'Content-Type': 'text/event-stream; charset=utf-8',
			'Cache-Control': 'no-store',
			'X-Content-Type-Options': 'nosniff',
		});
		response.on('drain', () => {
			this.isFull = false;
			this.tell();
		});
	}

	/** Tells everything anew. */
	start(): void {
		this.mustStart = true;
		this.isUpToDate = false;
		for (const name of Object.keys(this.watches) as Array<keyof Put>) {
			this.untold.set(name, new Set(this.watches[name].ids()));
		}
		this.tell();
	}

	/** Tells of things that are new or different. */
	update(name: keyof Put, ids: readonly string[]): void {
		const untold = this.untold.get(name);
		for (const id of ids) untold?.add(id);
		this.isUpToDate = false;
		this.tell();
	}

	private tell(): void {
		while (!this.isFull && !this.isUpToDate) {
			if (this.mustStart) {
				this.mustStart = false;
				this.write('start', {});
				continue;
			}
			const batch = this.nextBatch();
			this.isUpToDate = batch === undefined;
			if (batch === undefined) this.write('ready', {});
			else this.write('put', batch);
		}
	}

	private nextBatch(): Partial<Record<keyof Put, object[]>> | undefined {
		const batch: Partial<Record<keyof Put, object[]>> = {};
		let length = 0;
		for (const [name, ids] of this.untold) {
			for (const id of ids) {
				ids.delete(id);
				const shown = this.watches[name].show(id);
				if (shown === undefined) continue;
				(batch[name] ??= []).push(shown);
				length += JSON.stringify(shown).length;
				if (length >= BATCH_LENGTH) return batch;
			}
		}
		return length === 0 ? undefined : batch;
	}

	private write(event: string, data: object): void {
		this.isFull = !this.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
	}
}
