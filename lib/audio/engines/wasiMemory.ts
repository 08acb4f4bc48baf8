const PAGE_BYTES = 64 * 1024;

/** What a note takes; kept from job to job. `engine/build.sh` has the same two bounds. */
const MIN_BYTES = 8 * 1024 * 1024;
/** FFmpeg needs 32 to 50 MB for any sound it can decode; a file that makes it ask for more is hostile. */
const MAX_BYTES = 256 * 1024 * 1024;

/** A module's memory as its imported functions see it: numbers are little-endian, addresses are bytes. */
export class WasiMemory {
	private memory = newMemory();

	/**
	 * The memory for another instance, with nothing left in it. The same one again unless it has grown: a new
	 * one for each job would wait for the garbage collector together with five or six others.
	 */
	wiped(): WebAssembly.Memory {
		if (this.memory.buffer.byteLength > MIN_BYTES) this.memory = newMemory();
		else this.clear(0, MIN_BYTES);
		return this.memory;
	}

	/** A view on the memory itself. To be used at once: memory that grows leaves its old views empty. */
	bytes(at: number, length: number): Uint8Array {
		return new Uint8Array(this.buffer, at, length);
	}

	text(at: number, length: number): string {
		return Buffer.from(this.buffer, at, length).toString();
	}

	/** The places that a vectored read or write names: pairs of an address and a length. */
	*places(vectors: number, count: number): Generator<Uint8Array> {
		for (let vector = vectors; vector < vectors + 8 * count; vector += 8) {
			const view = new DataView(this.buffer, vector, 8);
			yield this.bytes(view.getUint32(0, true), view.getUint32(4, true));
		}
	}

	clear(at: number, length: number): void {
		this.bytes(at, length).fill(0);
	}

	setUint8(at: number, value: number): void {
		new DataView(this.buffer).setUint8(at, value);
	}

	setUint32(at: number, value: number): void {
		new DataView(this.buffer).setUint32(at, value, true);
	}

	setUint64(at: number, value: bigint | number): void {
		new DataView(this.buffer).setBigUint64(at, BigInt(value), true);
	}

	private get buffer(): ArrayBuffer {
		return this.memory.buffer;
	}
}

const newMemory = (): WebAssembly.Memory =>
	new WebAssembly.Memory({ initial: MIN_BYTES / PAGE_BYTES, maximum: MAX_BYTES / PAGE_BYTES });
