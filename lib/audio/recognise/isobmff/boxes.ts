import { cutOff } from '../../errors';
import type { FileBytes } from '../fileBytes';

/** A box of ISO/IEC 14496-12: `start` and `end` enclose its payload. */
export interface Box {
	type: string;
	start: number;
	end: number;
}

/** Far more than any real file has: one made of boxes alone must not keep us busy for long. */
const MAX_BOXES = 200_000;

const isBoxType = (type: string): boolean => /^[\x20-\x7e\xa9]{4}$/.test(type);

/**
 * The boxes between two offsets. Stops at the first bytes that are no box: the walk is then short of
 * `end`, which the caller can see from the last box.
 *
 * @throws {AudioError} when a box reaches past the end of the file
 */
export async function* boxes(file: FileBytes, start: number, end: number): AsyncGenerator<Box> {
	let at = start;
	for (let count = 0; at + 8 <= end && count < MAX_BOXES; count += 1) {
		const header = await file.read(at, 16);
		if (header.length < 8) return;
		const type = header.toString('latin1', 4, 8);
		let size = header.readUInt32BE(0);
		let headerBytes = 8;
		if (size === 1 && header.length === 16) {
			size = Number(header.readBigUInt64BE(8));
			headerBytes = 16;
		} else if (size === 0) {
			size = end - at;
		}
		if (!isBoxType(type) || size < headerBytes) return;
		if (at + size > file.size) {
			throw cutOff(`its box '${type}' ends ${at + size - file.size} bytes after the file does`);
		}
		if (at + size > end) return;
		yield { type, start: at + headerBytes, end: at + size };
		at += size;
	}
}

/** The first box along a path of types, e.g. `minf`, `stbl`, `stsd`. */
export async function descend(
	file: FileBytes,
	from: Box,
	...path: string[]
): Promise<Box | undefined> {
	let current: Box | undefined = from;
	for (const type of path) {
		const parent: Box = current;
		current = undefined;
		for await (const child of boxes(file, parent.start, parent.end)) {
			if (child.type !== type) continue;
			current = child;
			break;
		}
		if (current === undefined) return undefined;
	}
	return current;
}
