import {
	AudioError,
	conversionFailed,
	cutOff,
	noSound,
	NotAVoiceNote,
	TooLargeAtThisBitrate,
	tooShort,
} from './errors';
import type { AudioFacts } from './facts';
import { isClearlyShorter, SHORTEST_SECONDS } from './limits';
import { OUTPUT_FORMATS } from './outputFormats';
import {
	cannotFit,
	isTooLong,
	promisedSeconds,
	tooLongFor,
	type EncodePlan,
	type RemuxPlan,
	type VoiceNoteRules,
} from './plan';
import { recognise } from './recognise';
import { whyNotReady } from './requirements';

const ANOTHER_FFMPEG = 'Try again with another file; if no file converts, install another ffmpeg';

/**
 * Reads an engine's result back with our own recogniser, whatever the engine says of it.
 *
 * @throws {AudioError} unless it is a voice note or WAV within the rules, with all the sound of the input
 */
export async function verifyVoiceNote(
	path: string,
	input: AudioFacts,
	rules: VoiceNoteRules,
	plan: RemuxPlan | EncodePlan,
): Promise<AudioFacts> {
	const output = await readBack(path);
	const outputSeconds = output.durationSeconds;
	if (plan.kind === 'encode' && (outputSeconds ?? 0) > plan.longestSeconds) throw cannotFit(rules);
	// Past its byte limit ffmpeg stops and still ends well: such a note has lost its end.
	const { maxBytes } = OUTPUT_FORMATS[rules.outputFormat];
	if (output.sizeBytes > maxBytes) throw new TooLargeAtThisBitrate(cannotFit(rules));
	const fault = whyNotReady(output, rules.outputFormat);
	if (fault !== undefined || outputSeconds === undefined) {
		throw new NotAVoiceNote(fault ?? 'its length is unknown');
	}
	if (isTooLong(outputSeconds - (input.primingSeconds ?? 0), rules)) throw tooLongFor(rules);
	const promised = promisedSeconds(input, plan) ?? 0;
	if (isClearlyShorter(outputSeconds, promised)) {
		throw cutOff(
			`it should last ${promised.toFixed(1)} s, but only ${outputSeconds.toFixed(1)} s could be decoded`,
		);
	}
	if (outputSeconds < SHORTEST_SECONDS) throw tooShort();
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
