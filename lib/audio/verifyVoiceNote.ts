import { AudioError, conversionFailed, cutOff, noSound } from './errors';
import type { AudioFacts } from './facts';
import { isClearlyShorter, MAX_SENT_BYTES } from './limits';
import { cannotFit, isTooLong, promisedSeconds, tooLongFor, whyNotReady } from './plan';
import type { EncodePlan, RemuxPlan, VoiceNoteRules } from './plan';
import { recognise } from './recognise';

const ANOTHER_FFMPEG = 'Try again with another file; if no file converts, install another ffmpeg';

/**
 * Reads an engine's result back with our own recogniser, whatever the engine says of it.
 *
 * @throws {AudioError} unless it is a voice note within the rules, with all the sound of the input
 */
export async function verifyVoiceNote(
	path: string,
	input: AudioFacts,
	rules: VoiceNoteRules,
	plan: RemuxPlan | EncodePlan,
): Promise<AudioFacts> {
	const output = await readBack(path);
	// Past its byte limit ffmpeg stops and still ends well: such a note has lost its end.
	if (output.sizeBytes > MAX_SENT_BYTES) throw cannotFit(rules);
	const fault = whyNotReady(output);
	const outputSeconds = output.durationSeconds;
	if (fault !== undefined || outputSeconds === undefined) {
		const what = `The converted file is not a voice note: ${fault ?? 'its length is unknown'}`;
		throw conversionFailed(what, ANOTHER_FFMPEG);
	}
	if (isTooLong(outputSeconds, rules)) throw tooLongFor(rules);
	if (plan.kind === 'encode' && outputSeconds > plan.longestSeconds) {
		throw cannotFit(rules);
	}
	const promised = promisedSeconds(input, plan) ?? 0;
	if (isClearlyShorter(outputSeconds, promised)) {
		throw cutOff(
			`it should last ${promised.toFixed(1)} s, but only ${outputSeconds.toFixed(1)} s could be decoded`,
		);
	}
	return output;
}

async function readBack(path: string): Promise<AudioFacts> {
	try {
		return await recognise(path);
	} catch (reason) {
		if (reason instanceof AudioError && reason.code === 'audio_empty') throw noSound();
		throw conversionFailed('The converted file cannot be read back', ANOTHER_FFMPEG, reason);
	}
}
