import type { Sandbox } from '../../sandbox';
import type { Put } from '../../sandbox/control/shown';
import { controlHeaders } from './controlCall';

/** An event of `GET /_sandbox/events`. */
export interface LiveEvent {
	name: string;
	data: Partial<Put>;
}

/** Hears what an open page hears. Nothing is read from the connection but by `next` and `until`. */
export class Listener {
	/** Characters read so far. */
	length = 0;
	private text = '';

	private constructor(
		private readonly reader: ReadableStreamDefaultReader<string>,
		private readonly connection: AbortController,
		readonly contentType: string | null,
	) {}

	static async connect(sandbox: Sandbox): Promise<Listener> {
		const connection = new AbortController();
		const response = await fetch(`${sandbox.url}/_sandbox/events`, {
			headers: controlHeaders(sandbox),
			signal: connection.signal,
		});
		const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
		return new Listener(reader, connection, response.headers.get('content-type'));
	}

	async next(): Promise<LiveEvent> {
		while (!this.text.includes('\n\n')) {
			const { value, done } = await this.reader.read();
			if (done) throw new Error('The connection was closed');
			this.text += value;
			this.length += value.length;
		}
		const end = this.text.indexOf('\n\n');
		const [, name = '', data = ''] =
			/^event: (.*)\ndata: (.*)$/.exec(this.text.slice(0, end)) ?? [];
		this.text = this.text.slice(end + 2);
		return { name, data: JSON.parse(data) as Partial<Put> };
	}

	/** Reads on until the event is there; gives all that came, that one included. */
	async until(isIt: (event: LiveEvent) => boolean): Promise<LiveEvent[]> {
		const events: LiveEvent[] = [];
		for (;;) {
			const event = await this.next();
			events.push(event);
			if (isIt(event)) return events;
		}
	}

	/** Everything there is for now. */
	ready(): Promise<LiveEvent[]> {
		return this.until(({ name }) => name === 'ready');
	}

	close(): void {
		this.connection.abort();
	}
}

/** What several events brought of one kind. */
export function allOf<Name extends keyof Put>(
	events: readonly LiveEvent[],
	name: Name,
): Array<Put[Name][number]> {
	const all: Array<Put[Name][number]> = [];
	for (const { data } of events) all.push(...(data[name] ?? []));
	return all;
}
