/** Changes to MP4 files, for tests that need one whose index says something unusual. */

const CONTAINERS = new Set(['moov', 'trak', 'edts', 'mdia', 'minf', 'stbl']);

interface FoundBox {
	type: string;
	start: number;
	size: number;
	/** The boxes around it, outermost first. */
	parents: FoundBox[];
}

function* boxesIn(
	bytes: Buffer,
	from: number,
	to: number,
	parents: FoundBox[] = [],
): Generator<FoundBox> {
	for (let start = from; start + 8 <= to; start += bytes.readUInt32BE(start)) {
		const type = bytes.toString('latin1', start + 4, start + 8);
		const box = { type, start, size: bytes.readUInt32BE(start), parents };
		yield box;
		if (CONTAINERS.has(type)) yield* boxesIn(bytes, start + 8, start + box.size, [...parents, box]);
	}
}

/** The box of a type that belongs to the sound track, or to no track. */
function find(bytes: Buffer, type: string): FoundBox {
	for (const box of boxesIn(bytes, 0, bytes.length)) {
		const track = box.parents.find((parent) => parent.type === 'trak');
		const isSound = !track || bytes.includes('soun', track.start);
		const isVideo = track && bytes.subarray(track.start, track.start + track.size).includes('vide');
		if (box.type === type && isSound && !isVideo) return box;
	}
	throw new Error(`there is no box '${type}'`);
}

/** A copy in which one 32-bit field of the sound track's box is `change`d; `at` counts from its type. */
export function withField(
	m4a: Buffer,
	type: string,
	at: number,
	change: (value: number) => number,
): Buffer {
	const bytes = Buffer.from(m4a);
	const field = find(bytes, type).start + 4 + at;
	bytes.writeUInt32BE(change(bytes.readUInt32BE(field)), field);
	return bytes;
}

/** [length in ms, start in units of the track; −1: silence] as FFmpeg's timescale of 1000 counts them. */
export type Edit = [lengthMs: number, mediaStart: number];

/** A copy with another edit list for the sound. */
export function withEdits(m4a: Buffer, edits: (own: Edit) => Edit[]): Buffer {
	const old = find(m4a, 'elst');
	const body = old.start + 8;
	const list = edits([m4a.readUInt32BE(body + 8), m4a.readInt32BE(body + 12)]);
	const elst = Buffer.alloc(16 + list.length * 12);
	elst.writeUInt32BE(elst.length, 0);
	elst.write('elst', 4, 'latin1');
	elst.writeUInt32BE(list.length, 12);
	list.forEach(([lengthMs, mediaStart], index) => {
		elst.writeUInt32BE(lengthMs, 16 + index * 12);
		elst.writeInt32BE(mediaStart, 20 + index * 12);
		elst.writeUInt32BE(0x10000, 24 + index * 12);
	});
	const grown = elst.length - old.size;
	const bytes = Buffer.concat([
		m4a.subarray(0, old.start),
		elst,
		m4a.subarray(old.start + old.size),
	]);
	for (const { start, size } of old.parents) bytes.writeUInt32BE(size + grown, start);
	moveChunks(bytes, old.start, grown);
	return bytes;
}

/** Behind the place where bytes were put in, every chunk of every track lies further back. */
function moveChunks(bytes: Buffer, place: number, grown: number): void {
	for (const { type, start } of boxesIn(bytes, 0, bytes.length)) {
		if (type !== 'stco') continue;
		for (let index = 0; index < bytes.readUInt32BE(start + 12); index += 1) {
			const at = start + 16 + index * 4;
			const offset = bytes.readUInt32BE(at);
			if (offset > place) bytes.writeUInt32BE(offset + grown, at);
		}
	}
}
