import type { INodeProperties } from 'n8n-workflow';

import { RAW_CHANNELS, RAW_SAMPLE_RATE_HZ, type RawAudioHints } from '../../../lib/audio';
import type { Item } from './item';
import { invalid } from './values';

const rawAudioFormat: INodeProperties = {
	displayName: 'Raw Audio Format',
	name: 'rawAudioFormat',
	type: 'options',
	options: [
		{ name: 'A-Law', value: 'alaw', description: 'Telephony in Europe (alaw, PCMA)' },
		{
			name: 'None',
			value: 'none',
			description:
				'Files with a header, and what their MIME type declares, e.g. audio/L16;rate=24000',
		},
		{
			name: 'PCM 16-Bit',
			value: 'pcm_s16le',
			description:
				'Signed, little-endian (pcm, L16, LINEAR16), as OpenAI, ElevenLabs and Gemini send',
		},
		{ name: 'µ-Law', value: 'mulaw', description: 'Telephony in America (ulaw, PCMU)' },
	],
	default: 'none',
	description:
		'What audio without a header is, as text-to-speech services can send it. Files with a header are still recognized by themselves.',
};

const rawAudioSampleRate: INodeProperties = {
	displayName: 'Raw Audio Sample Rate (Hz)',
	name: 'rawAudioSampleRate',
	type: 'number',
	typeOptions: { minValue: RAW_SAMPLE_RATE_HZ.min, maxValue: RAW_SAMPLE_RATE_HZ.max },
	default: 24000,
	description:
		'As the service says: 24000 for OpenAI and Gemini, the number in pcm_16000 or ulaw_8000 for ElevenLabs. Without this option 24000 for PCM and 8000 for A-Law and µ-Law.',
};

const rawAudioChannels: INodeProperties = {
	displayName: 'Raw Audio Channels',
	name: 'rawAudioChannels',
	type: 'number',
	typeOptions: { minValue: RAW_CHANNELS.min, maxValue: RAW_CHANNELS.max },
	default: 1,
	description: 'How many channels audio without a header has. Speech has one.',
};

/** What audio without a header is. */
export const RAW_AUDIO_OPTIONS: INodeProperties[] = [
	rawAudioFormat,
	rawAudioSampleRate,
	rawAudioChannels,
];

/** @throws SvaraError `invalid_input` */
export function readRawAudio({ options }: Item): RawAudioHints {
	const format = options.choice('rawAudioFormat', 'Raw Audio Format', [
		'none',
		'pcm_s16le',
		'mulaw',
		'alaw',
	]);
	const whole = (name: string, field: string, range: { min: number; max: number }) => {
		const number = options.number(name, field, 0, range);
		if (!Number.isInteger(number))
			throw invalid(
				`'${field}' is not a whole number`,
				`Enter a whole number from ${range.min} to ${range.max}`,
			);
		return number || undefined;
	};
	return {
		encoding: format === 'none' ? undefined : format,
		sampleRateHz: whole('rawAudioSampleRate', 'Raw Audio Sample Rate', RAW_SAMPLE_RATE_HZ),
		channels: whole('rawAudioChannels', 'Raw Audio Channels', RAW_CHANNELS),
	};
}
