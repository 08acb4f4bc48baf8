/** The part of WebAssembly's JavaScript interface used here; TypeScript has it only with the whole DOM. */
declare namespace WebAssembly {
	type Imports = Record<string, Record<string, unknown>>;
	class Module {
		constructor(bytes: Uint8Array);
		private readonly brand: 'module';
		static imports(module: Module): Array<{ module: string; name: string }>;
	}
	class Instance {
		constructor(module: Module, imports: Imports);
		readonly exports: Record<string, unknown>;
	}
	class Memory {
		constructor(limits: { initial: number; maximum: number });
		readonly buffer: ArrayBuffer;
	}
}
