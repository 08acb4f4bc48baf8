import { ERRNO, type WasiFunctions } from './wasi';
import { wasiFiles } from './wasiFiles';
import type { WasiMemory } from './wasiMemory';

/** The name under which a module imports WASI's first preview. */
const WASI = 'wasi_snapshot_preview1';

/** Some forty lines: a broken file may make FFmpeg write gigabytes. */
const MAX_LOG_CHARACTERS = 8 * 1024;

export interface FfmpegRun {
	memory: WasiMemory;
	/** The arguments of the command line, without the program's name. */
	args: string[];
	/** Open files of the machine, by the names that the arguments have for them. */
	files: Readonly<Record<string, number>>;
}

/** What `exit` throws through the module: it must not return. */
class Exit extends Error {
	constructor(readonly code: number) {
		super(`exit(${code})`);
	}
}

/**
 * Runs FFmpeg, compiled to WebAssembly, once and to its own end. It reaches its files, a clock and a
 * place for its messages; everything else (an environment, the network, processes) is answered with ENOSYS.
 *
 * @throws {Error} where it did not come to its own end, or wanted more memory than the module may have
 */
export function runFfmpeg(
	wasmModule: WebAssembly.Module,
	{ memory, args, files }: FfmpegRun,
): { exitCode: number; log: string } {
	let log = '';
	const functions = {
		...wasiFiles(memory, files, (text) => (log = (log + text).slice(-MAX_LOG_CHARACTERS))),
		...wasiProcess(memory, ['ffmpeg', ...args]),
	};
	const imports = importsFor(wasmModule, functions, memory.wiped());
	const { exports } = new WebAssembly.Instance(wasmModule, imports);
	try {
		(exports._start as () => void)();
		return { exitCode: 0, log };
	} catch (reason) {
		if (reason instanceof Exit) return { exitCode: reason.code, log };
		throw reason;
	}
}

function importsFor(
	wasmModule: WebAssembly.Module,
	functions: WasiFunctions,
	memory: WebAssembly.Memory,
): WebAssembly.Imports {
	const wasi: WebAssembly.Imports[string] = {};
	for (const { module, name } of WebAssembly.Module.imports(wasmModule)) {
		if (module === WASI) wasi[name] = functions[name] ?? (() => ERRNO.ENOSYS);
	}
	return { [WASI]: wasi, env: { memory }, heap: { refused: refuseMemory } };
}

/**
 * `engine/heap.c` calls it when memory is at its limit, and is not answered: FFmpeg might drop what did not
 * fit, go on, and exit with 0.
 */
function refuseMemory(): never {
	throw new RangeError('the file needs more memory than any sound should');
}

function wasiProcess(memory: WasiMemory, args: string[]): WasiFunctions {
	const encoded = args.map((arg) => Buffer.from(`${arg}\0`));
	const putCounts = (items: Buffer[], countAt: number, bytesAt: number): number => {
		memory.setUint32(countAt, items.length);
		memory.setUint32(bytesAt, Buffer.concat(items).length);
		return ERRNO.OK;
	};
	return {
		args_sizes_get: (countAt: number, bytesAt: number) => putCounts(encoded, countAt, bytesAt),
		args_get(pointersAt: number, bytesAt: number) {
			let at = bytesAt;
			for (const [index, arg] of encoded.entries()) {
				memory.setUint32(pointersAt + 4 * index, at);
				memory.bytes(at, arg.length).set(arg);
				at += arg.length;
			}
			return ERRNO.OK;
		},
		environ_sizes_get: (countAt: number, bytesAt: number) => putCounts([], countAt, bytesAt),
		environ_get: () => ERRNO.OK,
		/** For all of WASI's clocks: FFmpeg only takes differences, and writes no date. */
		clock_time_get(_clock: number, _precision: bigint, nanosecondsAt: number) {
			memory.setUint64(nanosecondsAt, process.hrtime.bigint());
			return ERRNO.OK;
		},
		proc_exit(code: number): never {
			throw new Exit(code);
		},
	};
}
