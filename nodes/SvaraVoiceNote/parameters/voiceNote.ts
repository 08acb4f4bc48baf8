import type { VoiceNoteRules } from '../../../lib/audio';
import type { Platform } from '../../../lib/platform';
import type { FileSource } from './fields';
import { invalid, type Options } from './options';

export type DeliveryChoice = 'auto' | 'upload' | 'signedUrl' | 'url';

/** Svara's rule for Instagram; Meta documents none. */
const DEFAULT_MAX_DURATION_SECONDS: Readonly<Record<Platform, number>> = {
	instagram: 60,
	messenger: 0,
};

/** @throws SvaraError `invalid_input` */
export function readRules(platform: Platform, options: Options): VoiceNoteRules {
	const bitrateKbps = options.number('bitrateKbps', 'Bitrate', 0, { max: 320 });
	if (bitrateKbps > 0 && bitrateKbps < 16) {
		throw invalid(
			"'Bitrate' is below 16 kbit/s",
			'Choose between 16 and 320; 96 suits speech well',
		);
	}
	const convert = options.choice('convert', 'Convert', ['auto', 'always', 'never']);
	const normalizeLoudness = options.flag('normalizeLoudness');
	if (convert === 'never' && normalizeLoudness) {
		throw invalid(
			"'Normalize Loudness' changes the audio, and 'Convert' is set to Never",
			"Set 'Convert' to Auto, or switch 'Normalize Loudness' off",
		);
	}
	return {
		platform,
		maxDurationSeconds: options.number(
			'maxDuration',
			'Max Duration',
			DEFAULT_MAX_DURATION_SECONDS[platform],
		),
		whenTooLong: options.choice('whenTooLong', 'When Too Long', ['error', 'trim']),
		convert,
		...(bitrateKbps > 0 ? { bitrateKbps } : {}),
		normalizeLoudness,
	};
}

/** @throws SvaraError `invalid_input` where source and delivery do not go together */
export function readDelivery(options: Options, source: FileSource): DeliveryChoice {
	const delivery = options.choice('delivery', 'Delivery', ['auto', 'upload', 'signedUrl', 'url']);
	if (delivery !== 'url' || source.kind === 'url') return delivery;
	throw invalid(
		"'Delivery' is set to URL, but the audio does not come from one",
		"Set 'Audio Source' to URL, or 'Delivery' to Auto",
	);
}
