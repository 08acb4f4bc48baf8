import { closeSync, openSync, readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

import { runFfmpeg } from './runFfmpeg';
import { WasiMemory } from './wasiMemory';

/** The inside of the sandbox: runs FFmpeg, compiled to WebAssembly, on one job after the other. */

export interface WorkerSetup {
	/** Path of `ffmpeg.wasm`. */
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

const setup = workerData as WorkerSetup;
const compiled = setup.module ?? compile();
const memory = new WasiMemory();

/** Here and not in the main thread, which has n8n to serve. */
function compile(): WebAssembly.Module {
	const compiledHere = new WebAssembly.Module(readFileSync(setup.wasmPath));
	parentPort?.postMessage(compiledHere);
	return compiledHere;
}

/** A new instance for each job, in wiped memory: nothing of one customer's audio is left for the next. */
function convert(request: WorkerRequest): WorkerReply {
	const input = openSync(request.inputPath, 'r');
	const output = openSync(request.outputPath, 'wx+', 0o600);
	try {
		return runFfmpeg(compiled, {
			memory,
			args: [...request.inputOptions, '-i', 'in', ...request.outputOptions, 'out.m4a'],
			files: { in: input, 'out.m4a': output },
		});
	} finally {
		closeSync(input);
		closeSync(output);
	}
}

parentPort?.on('message', (request: WorkerRequest) => {
	let reply: WorkerReply;
	try {
		reply = convert(request);
	} catch (reason) {
		reply = { crash: reason instanceof Error ? reason.message : String(reason) };
	}
	parentPort?.postMessage(reply);
});
