/** A number from 0 to 1, from a seed. */
type Random = () => number;

const upTo = (random: Random, end: number): number => Math.floor(random() * end);

/** Values at which programs stumble: nothing, everything, the signs' limits. */
const EXTREMES = [
	0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** Where structure is dense: most headers and tables stand in the first and the last kilobytes. */
function place(random: Random, length: number): number {
	const near = Math.min(length, 2048);
	const kind = random();
	if (kind < 0.4) return upTo(random, near);
	if (kind < 0.55) return length - 1 - upTo(random, near);
	return upTo(random, length);
}

type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const MUTATIONS: readonly Mutation[] = [
	function flipBits(bytes, random) {
		const changed = Buffer.from(bytes);
		for (let count = 1 + upTo(random, 8); count > 0; count -= 1) {
			const at = place(random, changed.length);
			changed[at] = (changed[at] ?? 0) ^ (1 << upTo(random, 8));
		}
		return changed;
	},
	function overwrite(bytes, random) {
		const changed = Buffer.from(bytes);
		const at = place(random, changed.length);
		const end = Math.min(changed.length, at + 1 + upTo(random, 400));
		for (let index = at; index < end; index += 1) changed[index] = upTo(random, 256);
		return changed;
	},
	function setField(bytes, random) {
		const changed = Buffer.from(bytes);
		const width = [1, 2, 4][upTo(random, 3)] as number;
		const at = Math.min(place(random, changed.length), changed.length - width);
		const value = (EXTREMES[upTo(random, EXTREMES.length)] as number) % 2 ** (8 * width);
		if (random() < 0.5) changed.writeUIntBE(value, at, width);
		else changed.writeUIntLE(value, at, width);
		return changed;
	},
	function leaveOut(bytes, random) {
		const at = place(random, bytes.length);
		return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + upTo(random, 600))]);
	},
	function repeat(bytes, random) {
		const at = place(random, bytes.length);
		const part = bytes.subarray(at, at + 1 + upTo(random, 2000));
		return Buffer.concat([bytes.subarray(0, at), part, part, bytes.subarray(at)]);
	},
	function cut(bytes, random) {
		return bytes.subarray(0, 1 + upTo(random, bytes.length));
	},
	function join(bytes, random, others) {
		return Buffer.concat([bytes, others[upTo(random, others.length)] as Buffer]);
	},
	function splice(bytes, random, others) {
		const other = others[upTo(random, others.length)] as Buffer;
		const at = place(random, bytes.length);
		const from = place(random, other.length);
		const part = other.subarray(from, from + upTo(random, 1000));
		return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at + part.length)]);
	},
];

/** A copy that one to three kinds of damage have been done to. */
export function mutated(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer {
	let changed = bytes;
	for (let count = 1 + upTo(random, 3); count > 0 && changed.length > 8; count -= 1) {
		const mutation = MUTATIONS[upTo(random, MUTATIONS.length)] as Mutation;
		changed = mutation(changed, random, others);
	}
	return changed;
}
