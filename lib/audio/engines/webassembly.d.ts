/** The part of WebAssembly's JavaScript interface used here; TypeScript has it only with the whole DOM. */
declare namespace WebAssembly {
	type Imports = Record<string, Record<string, unknown>>;
	class Module {
		private readonly brand: 'module';
	}
	class Instance {
		private readonly brand: 'instance';
	}
	class Memory {
		readonly buffer: ArrayBuffer;
		grow(pages: number): number;
	}
	function compile(bytes: Uint8Array): Promise<Module>;
	function instantiate(module: Module, imports: Imports): Promise<Instance>;
}
