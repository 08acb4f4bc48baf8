/** A module's memory as its imported functions see it: numbers are little-endian, addresses are bytes. */
export class WasiMemory {
	private memory?: WebAssembly.Memory;

	/** A module imports its functions before it exports its memory. */
	attach(memory: WebAssembly.Memory): void {
		this.memory = memory;
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
		if (this.memory === undefined) throw new Error('The module runs before it is there');
		return this.memory.buffer;
	}
}
