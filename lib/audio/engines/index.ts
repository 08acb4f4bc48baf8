import { rm } from 'node:fs/promises';

import { conversionFailed, diskFull, saysDiskFull, tookTooLong } from '../errors';
import { embeddedEngine } from './embedded';
import { EngineFailure, OutOfTime, type Engine, type EngineJob, type EngineResult } from './engine';
import { nativeEngine } from './native';

const CHOICES = ['auto', 'embedded', 'native'] as const;

/**
 * The engines to try, in order. Read at each use, so that nothing happens when the package is loaded.
 *
 * `SVARA_AUDIO_ENGINE` is `auto` (default), `embedded` or `native`. With `auto` a binary the operator
 * names in `SVARA_FFMPEG_PATH` comes first, otherwise the embedded engine, which is always there.
 */
function enginesInOrder(): Engine[] {
	const choice = process.env.SVARA_AUDIO_ENGINE || 'auto';
	if (choice === 'embedded') return [embeddedEngine];
	if (choice === 'native') return [nativeEngine];
	if (choice === 'auto') {
		return process.env.SVARA_FFMPEG_PATH
			? [nativeEngine, embeddedEngine]
			: [embeddedEngine, nativeEngine];
	}
	throw conversionFailed(
		`The environment variable SVARA_AUDIO_ENGINE is '${choice}'`,
		`Set it to one of ${CHOICES.join(', ')}, or remove it, and restart n8n`,
	);
}

/**
 * Runs ffmpeg on one file. An exit code other than 0 is an answer about the input.
 *
 * If an engine cannot start, the next one takes over. A file that crashed or stalled the sandbox is
 * not handed to a binary outside it; the other way round is safe.
 *
 * @throws {AudioError} `conversion_failed` when no engine could do the work, `cancelled`
 */
export async function runEngine(job: EngineJob): Promise<EngineResult> {
	const reasons: string[] = [];
	let { timeoutMs } = job;
	for (const engine of enginesInOrder()) {
		const startedMs = Date.now();
		try {
			await rm(job.outputPath, { force: true });
			return await engine.run({ ...job, timeoutMs });
		} catch (reason) {
			if (reason instanceof OutOfTime) throw tookTooLong();
			if (!(reason instanceof EngineFailure)) throw reason;
			if (saysDiskFull(reason.message)) throw diskFull();
			reasons.push(`${engine.name} engine: ${reason.message}`);
			if (reason.stage === 'run' && engine.name === 'embedded') break;
			if (reason.stage === 'run') timeoutMs = Math.max(1, timeoutMs - (Date.now() - startedMs));
		}
	}
	throw conversionFailed(
		`The audio could not be converted (${reasons.join('; ')})`,
		'Try again with another file. If no file converts, install ffmpeg and name it in SVARA_FFMPEG_PATH, or remove SVARA_AUDIO_ENGINE',
	);
}

/** Ends idle workers at once instead of after half a minute. For tests and short-lived programs. */
export const shutdownEngines = (): Promise<void> => embeddedEngine.shutdown();
