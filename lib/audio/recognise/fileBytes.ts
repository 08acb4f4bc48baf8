import { open, type FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

import { cutOff, damaged } from '../errors';

/** One read from disk. Walking a 100 MB file takes 1600 of them, each of which lets others run. */
const PAGE_BYTES = 64 * 1024;

/** A page of tiny parts could keep the event loop busy for 50 ms: let others run every so often. */
const READS_PER_TURN = 1000;

/**
 * A million parts are five hours of the smallest frames that codecs make, far more than can be sent. A
 * file of 100 MB may claim fifty times as many, only to keep us busy.
 */
const MAX_READS = 1_000_000;

/** Random access to a file of any size, holding one page of it. */
export class FileBytes {
	private readonly page = Buffer.alloc(PAGE_BYTES);
	private pageStart = 0;
	private pageLength = 0;
	private reads = 0;

	private constructor(
		private readonly handle: FileHandle,
		readonly size: number,
	) {}

	/** Opens `path`, hands it to `use`, and closes it whatever happens. */
	static async use<T>(path: string, use: (file: FileBytes) => Promise<T>): Promise<T> {
		const handle = await open(path, 'r');
		try {
			return await use(new FileBytes(handle, (await handle.stat()).size));
		} finally {
			await handle.close();
		}
	}

	/**
	 * A copy of up to `length` bytes (at most 64 kB) from `offset`; shorter where the file ends.
	 */
	async read(offset: number, length: number): Promise<Buffer> {
		const end = Math.min(offset + Math.min(length, PAGE_BYTES), this.size);
		if (!(offset >= 0 && offset < end)) return Buffer.alloc(0);
		this.reads += 1;
		if (this.reads > MAX_READS) throw damaged('it has more parts than any recording');
		if (this.reads % READS_PER_TURN === 0) await setImmediate();
		if (offset < this.pageStart || end > this.pageStart + this.pageLength) {
			const { bytesRead } = await this.handle.read(this.page, 0, PAGE_BYTES, offset);
			this.pageStart = offset;
			this.pageLength = bytesRead;
		}
		const from = offset - this.pageStart;
		return Buffer.from(this.page.subarray(from, Math.min(end - this.pageStart, this.pageLength)));
	}

	/**
	 * Exactly `length` bytes.
	 *
	 * @param what names the place, for the sentence when the file ends inside it
	 * @throws {AudioError} `audio_unsupported` when the file is cut off
	 */
	async need(offset: number, length: number, what: string): Promise<Buffer> {
		const bytes = await this.read(offset, length);
		if (bytes.length < length) throw cutOff(`it ends in the middle of ${what}`);
		return bytes;
	}

	/**
	 * Walks a table of equal entries, as many as there are and fit before `end`.
	 *
	 * @param visit gets a buffer and the position of an entry in it
	 */
	async eachEntry(
		start: number,
		end: number,
		entryBytes: number,
		count: number,
		visit: (bytes: Buffer, at: number) => void,
	): Promise<number> {
		const fitting = Math.min(count, Math.floor((Math.min(end, this.size) - start) / entryBytes));
		const perRead = Math.floor(PAGE_BYTES / entryBytes);
		for (let done = 0; done < fitting; done += perRead) {
			const entries = Math.min(perRead, fitting - done);
			const bytes = await this.need(start + done * entryBytes, entries * entryBytes, 'a table');
			for (let index = 0; index < entries; index += 1) visit(bytes, index * entryBytes);
		}
		return Math.max(0, fitting);
	}
}
