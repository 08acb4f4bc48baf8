import type { FfmpegArguments } from '../arguments';

/** One run of ffmpeg: a file on disk in, a file on disk out. */
export interface EngineJob {
	inputPath: string;
	/** Must not exist yet; its folder is private to the caller. */
	outputPath: string;
	arguments: FfmpegArguments;
	/** The run is killed after this long. Waiting in a queue does not count. */
	timeoutMs: number;
	signal?: AbortSignal;
}

/** ffmpeg came to its own end; a code other than 0 means that it could not read the input. */
export interface EngineResult {
	exitCode: number;
	/** The last lines ffmpeg wrote. */
	log: string;
	/** How long it ran, without the waiting for a free worker. */
	workedMs: number;
}

export interface Engine {
	readonly name: 'embedded' | 'native';
	/**
	 * @throws {EngineFailure} when ffmpeg did not come to its own end
	 * @throws {AudioError} `cancelled`, once nothing runs any more
	 */
	run(job: EngineJob): Promise<EngineResult>;
}

/**
 * The engine, not the input, is at fault. `start`: nothing ran, another engine may take over.
 * `run`: ffmpeg crashed or was killed for its slowness while it worked on this input.
 */
export class EngineFailure extends Error {
	constructor(
		readonly stage: 'start' | 'run',
		message: string,
		options?: ErrorOptions,
	) {
		super(message, options);
		this.name = 'EngineFailure';
	}
}

/** The run was killed because its time was up. Another engine would need time that is not there. */
export class OutOfTime extends EngineFailure {
	constructor(limitMs: number) {
		super('run', `It was still running after ${limitMs / 1000} s`);
	}
}
