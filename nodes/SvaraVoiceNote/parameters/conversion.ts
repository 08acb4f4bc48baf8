import type { INodeProperties } from 'n8n-workflow';

import type { OutputFormat, VoiceNoteRules } from '../../../lib/audio';
import type { Platform } from '../../../lib/platform';
import type { Item } from './item';
import { RAW_AUDIO_OPTIONS, readRawAudio } from './rawAudio';
import { invalid } from './values';

/** Svara's rule for Instagram; Meta documents none. */
const DEFAULT_MAX_DURATION_SECONDS: Readonly<Record<Platform, number>> = {
	instagram: 60,
	messenger: 0,
};

const bitrateOption: INodeProperties = {
	displayName: 'Bitrate (Kbps)',
	name: 'bitrateKbps',
	type: 'number',
	typeOptions: { minValue: 16, maxValue: 320 },
	default: 96,
	description:
		'Quality of converted audio. Without this option 96 is used, and less where a long note would not fit into 25 MB otherwise.',
};

const convertOption: INodeProperties = {
	displayName: 'Convert',
	name: 'convert',
	type: 'options',
	options: [
		{ name: 'Always', value: 'always', description: 'Re-encode every file' },
		{
			name: 'Auto',
			value: 'auto',
			description: 'Keep what plays everywhere as it is, convert the rest',
		},
		{
			name: 'Never',
			value: 'never',
			description: 'Keep the file as it is, and stop if the platform does not take it',
		},
	],
	default: 'auto',
	description: 'Whether the audio may be changed',
};

/** The editor shows the platform's own default. */
function maxDurationOption(platform: Platform): INodeProperties {
	const defaultSeconds = DEFAULT_MAX_DURATION_SECONDS[platform];
	return {
		displayName: 'Max Duration (Seconds)',
		name: 'maxDuration',
		type: 'number',
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/platform': [platform] } },
		default: defaultSeconds,
		description: 'How long the voice note may be; 0 stands for no limit',
	};
}

const loudnessOption: INodeProperties = {
	displayName: 'Normalize Loudness',
	name: 'normalizeLoudness',
	type: 'boolean',
	default: false,
	description: 'Whether to bring the audio to a common loudness (-16 LUFS); it is re-encoded then',
};

const whenTooLongOption: INodeProperties = {
	displayName: 'When Too Long',
	name: 'whenTooLong',
	type: 'options',
	options: [
		{ name: 'Stop', value: 'error', description: 'Send nothing and report it' },
		{ name: 'Trim', value: 'trim', description: 'Send the beginning, up to Max Duration' },
	],
	default: 'error',
	description: 'What to do with audio that is longer than Max Duration',
};

/** How audio becomes a voice note. */
export const CONVERSION_OPTIONS: INodeProperties[] = [
	bitrateOption,
	convertOption,
	maxDurationOption('instagram'),
	maxDurationOption('messenger'),
	loudnessOption,
	...RAW_AUDIO_OPTIONS,
	whenTooLongOption,
];

/** Of what is converted, but not sent. */
export const outputFormatOption: INodeProperties = {
	displayName: 'Output Format',
	name: 'outputFormat',
	type: 'options',
	options: [
		{
			name: 'Voice Note',
			value: 'voiceNote',
			description: 'M4A that Instagram and Messenger play',
		},
		{
			name: 'WAV for Transcription',
			value: 'wav',
			description:
				'16 kHz, mono, 16-bit: what speech-to-text takes. Of any length if Max Duration is not set.',
		},
	],
	default: 'voiceNote',
	description: 'What to make of the audio',
};

/** @throws SvaraError `invalid_input` */
export const readOutputFormat = ({ options }: Item): OutputFormat =>
	options.choice('outputFormat', 'Output Format', ['voiceNote', 'wav']);

/** Where a voice note is put on the output item. */
export const outputField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputBinaryPropertyName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output field to put the voice note in',
};

/** The output field; '' where none is named. */
export const readOutputField = ({ options }: Item): string =>
	options.text('outputBinaryPropertyName', 'Put Output File in Field');

/** @throws SvaraError `invalid_input` */
export function readRules(item: Item, outputFormat: OutputFormat = 'voiceNote'): VoiceNoteRules {
	const { platform, options } = item;
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
	if (outputFormat === 'wav' && (convert === 'never' || bitrateKbps > 0)) {
		throw invalid(
			`'${bitrateKbps > 0 ? 'Bitrate' : 'Convert'}' does not go with the output format WAV, which is always written anew at 256 kbit/s`,
			`Remove the option '${bitrateKbps > 0 ? 'Bitrate' : 'Convert'}', or choose 'Voice Note' as 'Output Format'`,
		);
	}
	// What is not sent to Meta has no limit of its own.
	const defaultSeconds = outputFormat === 'wav' ? 0 : DEFAULT_MAX_DURATION_SECONDS[platform];
	return {
		platform,
		outputFormat,
		maxDurationSeconds: options.number('maxDuration', 'Max Duration', defaultSeconds),
		whenTooLong: options.choice('whenTooLong', 'When Too Long', ['error', 'trim']),
		convert,
		...(bitrateKbps > 0 ? { bitrateKbps } : {}),
		normalizeLoudness,
		rawAudio: readRawAudio(item),
	};
}
