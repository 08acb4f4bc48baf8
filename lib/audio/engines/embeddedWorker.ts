import { closeSync, openSync, readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

import { mountFile, type VirtualFiles } from './mountFile';

/**
 * The inside of the sandbox: runs FFmpeg, compiled to WebAssembly, on one job after the other.
 * WebAssembly reaches only what JavaScript hands it: a file system with the one input and the one output.
 */

export interface WorkerSetup {
	/** Path of `ffmpeg-core.js`. */
	corePath: string;
	/** Path of `ffmpeg-core.wasm`. */
	wasmPath: string;
	/** Absent for the first worker: it compiles the module and posts it for the others. */
	module?: WebAssembly.Module;
}
export interface WorkerRequest {
	inputPath: string;
	outputPath: string;
	inputOptions: string[];
	outputOptions: string[];
}
export type WorkerReply = { exitCode: number; log: string } | { crash: string };

/** The part of @ffmpeg/core's interface that is used here. */
interface Core {
	FS: VirtualFiles;
	exec(...args: string[]): number;
	setLogger(logger: (entry: { message: string }) => void): void;
}
type CreateCore = (options: {
	instantiateWasm(
		imports: WebAssembly.Imports,
		done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
	): object;
}) => Promise<Core>;

/** FFmpeg needs 32 to 50 MB for any sound it can decode; a file that makes it ask for more is hostile. */
const MAX_HEAP_BYTES = 256 * 1024 * 1024;
const MAX_LOG_LINES = 40;

/** What @ffmpeg/core reports when a run was aborted rather than ended (its initial value). */
const ABORTED = -1;

const setup = workerData as WorkerSetup;

/** @ffmpeg/core is built for browsers: it wants `self.location`, and may use the network if it finds it. */
function becomeBrowserWithoutNetwork(): void {
	const scope = globalThis as Record<string, unknown>;
	for (const name of ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'WebTransport']) {
		Reflect.deleteProperty(scope, name);
	}
	scope.self = globalThis;
	scope.location = { href: 'file:///' };
}

/**
 * How often FFmpeg asked for more than the cap. It may then drop what did not fit, go on, and still exit
 * with 0: such a run has crashed, whatever its exit code says.
 */
let refusedGrowths = 0;

/** Emscripten takes a refused `grow` for "out of memory", which FFmpeg then reports like any other. */
function capHeap(): void {
	const grow = WebAssembly.Memory.prototype.grow;
	const pageBytes = 64 * 1024;
	WebAssembly.Memory.prototype.grow = function (pages: number): number {
		if (this.buffer.byteLength + pages * pageBytes > MAX_HEAP_BYTES) {
			refusedGrowths += 1;
			throw new RangeError('The heap of the audio engine is limited');
		}
		return grow.call(this, pages);
	};
}

becomeBrowserWithoutNetwork();
capHeap();
// eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is known only at run time
const createCore = require(setup.corePath) as CreateCore;
const compiled = setup.module ?? compile();

/** Here and not in the main thread: even the asynchronous call blocks its thread for 60 ms. */
async function compile(): Promise<WebAssembly.Module> {
	const compiledHere = await WebAssembly.compile(readFileSync(setup.wasmPath));
	parentPort?.postMessage(compiledHere);
	return compiledHere;
}

/** A new instance for each job (10 ms): nothing of one customer's audio is left for the next. */
async function newCore(log: string[]): Promise<Core> {
	const wasmModule = await compiled;
	const core = await createCore({
		instantiateWasm(imports, done) {
			void WebAssembly.instantiate(wasmModule, imports).then((instance) =>
				done(instance, wasmModule),
			);
			return {};
		},
	});
	core.setLogger(({ message }) => {
		log.push(message);
		if (log.length > MAX_LOG_LINES) log.shift();
	});
	return core;
}

async function convert(request: WorkerRequest): Promise<WorkerReply> {
	const input = openSync(request.inputPath, 'r');
	const output = openSync(request.outputPath, 'wx+', 0o600);
	try {
		return await run(request, input, output);
	} finally {
		closeSync(input);
		closeSync(output);
	}
}

async function run(request: WorkerRequest, input: number, output: number): Promise<WorkerReply> {
	const log: string[] = [];
	const refusedBefore = refusedGrowths;
	const core = await newCore(log);
	mountFile(core.FS, 'in', input);
	mountFile(core.FS, 'out.m4a', output);
	const exitCode = core.exec(
		...[...request.inputOptions, '-i', 'in'],
		...[...request.outputOptions, 'out.m4a'],
	);
	if (refusedGrowths > refusedBefore) {
		return { crash: 'the file needs more memory than any sound should' };
	}
	if (exitCode === ABORTED) return { crash: log.at(-1) ?? 'aborted' };
	return { exitCode, log: log.join('\n') };
}

parentPort?.on('message', (request: WorkerRequest) => {
	void convert(request)
		.catch((reason: unknown): WorkerReply => ({
			crash: reason instanceof Error ? reason.message : String(reason),
		}))
		.then((reply) => parentPort?.postMessage(reply));
});
