import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { VoiceNoteRules } from '../../lib/audio';
import type { Platform } from '../../lib/graph';
import { SvaraError } from '../shared/failure';
import { toId } from '../shared/ids';
import { toDate } from '../shared/toDate';
import { toText } from '../shared/toText';

export type AudioSource =
	| { kind: 'binary'; binaryPropertyName: string }
	| { kind: 'url'; url: string }
	| { kind: 'attachmentId'; attachmentId: string };

export type DeliveryChoice = 'auto' | 'upload' | 'signedUrl' | 'url';

/** What one item of `voiceNote.convert` asks for. */
export interface ConvertRequest {
	source: Extract<AudioSource, { kind: 'binary' | 'url' }>;
	rules: VoiceNoteRules;
	outputBinaryPropertyName: string;
	timeoutMs: number;
}

/** What one item of `voiceNote.send` asks for. */
export interface SendRequest {
	platform: Platform;
	recipientId: string;
	source: AudioSource;
	rules: VoiceNoteRules;
	delivery: DeliveryChoice;
	/** '' when the audio is not wanted on the output. */
	outputBinaryPropertyName: string;
	replyToMessageId: string;
	tag?: 'HUMAN_AGENT';
	showTyping: boolean;
	idempotencyKey: string;
	windowClosesAt?: Date;
	maxRetries: number;
	timeoutMs: number;
}

/** Meta's answer to an audio message can take its own 10-second fetch several times over; a short limit makes outcomes unknown. */
const DEFAULT_TIMEOUT_SECONDS = 120;
const DEFAULT_MAX_RETRIES = 3;
/** Svara's rule for Instagram; Meta documents none. */
const DEFAULT_MAX_DURATION_SECONDS: Readonly<Record<Platform, number>> = {
	instagram: 60,
	messenger: 0,
};

/** @throws SvaraError `invalid_input` */
export function readConvertRequest(context: IExecuteFunctions, itemIndex: number): ConvertRequest {
	const options = new Options(context, itemIndex);
	const source = readSource(context, itemIndex);
	if (source.kind === 'attachmentId') {
		throw invalid(
			"'Audio Source' cannot be an attachment id here",
			'Choose Binary or URL: an uploaded attachment cannot be read back from Meta',
		);
	}
	return {
		source,
		rules: readRules(readPlatform(context, itemIndex), options),
		outputBinaryPropertyName: options.text('outputBinaryPropertyName') || 'data',
		timeoutMs: readTimeoutMs(options),
	};
}

/** @throws SvaraError `invalid_input` */
export function readSendRequest(context: IExecuteFunctions, itemIndex: number): SendRequest {
	const options = new Options(context, itemIndex);
	const platform = readPlatform(context, itemIndex);
	const source = readSource(context, itemIndex);
	const delivery = options.choice('delivery', 'Delivery', ['auto', 'upload', 'signedUrl', 'url']);
	if (delivery === 'url' && source.kind !== 'url') {
		throw invalid(
			"'Delivery' is set to URL, but the audio does not come from one",
			"Set 'Audio Source' to URL, or 'Delivery' to Auto",
		);
	}
	const tag = options.choice('messageTag', 'Message Tag', ['none', 'HUMAN_AGENT']);
	return {
		platform,
		recipientId: readRecipient(context, itemIndex),
		source,
		rules: readRules(platform, options),
		delivery,
		outputBinaryPropertyName: options.text('outputBinaryPropertyName'),
		replyToMessageId: options.text('replyToMessageId'),
		...(tag === 'HUMAN_AGENT' ? { tag } : {}),
		showTyping: options.flag('showTyping'),
		idempotencyKey: options.text('idempotencyKey'),
		...readWindow(context, options, itemIndex),
		maxRetries: options.number('maxRetries', 'Max Retries', DEFAULT_MAX_RETRIES, { max: 10 }),
		timeoutMs: readTimeoutMs(options),
	};
}

function readPlatform(context: IExecuteFunctions, itemIndex: number): Platform {
	return context.getNodeParameter('platform', itemIndex, 'instagram') === 'messenger'
		? 'messenger'
		: 'instagram';
}

/** A resource locator's value, or the bare id that older or generated workflows hold. */
function readRecipient(context: IExecuteFunctions, itemIndex: number): string {
	const parameter = context.getNodeParameter('recipientId', itemIndex, '') as unknown;
	const isLocator = typeof parameter === 'object' && parameter !== null && 'value' in parameter;
	const recipientId = toId(isLocator ? parameter.value : parameter, 'Recipient');
	if (recipientId === '') {
		throw invalid(
			"'Recipient' is empty",
			"Map the customer's id here, for example {{ $json.customerId }} from the trigger",
		);
	}
	return recipientId;
}

function readSource(context: IExecuteFunctions, itemIndex: number): AudioSource {
	const text = (name: string, fallback = '') => context.getNodeParameter(name, itemIndex, fallback);
	const kind = text('audioSource', 'binary');
	if (kind === 'url') {
		const url = toText(text('audioUrl'));
		if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
			throw invalid(
				url === '' ? "'Audio URL' is empty" : "'Audio URL' is not a web address",
				'Enter the address of the audio file, starting with https://',
			);
		}
		return { kind, url };
	}
	if (kind === 'attachmentId') {
		const attachmentId = toId(text('attachmentId'), 'Attachment ID');
		if (attachmentId === '') {
			throw invalid(
				"'Attachment ID' is empty",
				'Map the id an earlier upload or send has returned',
			);
		}
		return { kind, attachmentId };
	}
	const binaryPropertyName = text('binaryPropertyName', 'data') as unknown;
	if (binaryPropertyName === '') {
		throw invalid(
			"'Input Data Field Name' is empty",
			"Enter the name of the field that holds the audio file, usually 'data'",
		);
	}
	// An expression may also yield the file itself, which n8n's helpers take in place of the name.
	return { kind: 'binary', binaryPropertyName: binaryPropertyName as string };
}

function readRules(platform: Platform, options: Options): VoiceNoteRules {
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

function readTimeoutMs(options: Options): number {
	const seconds = options.number('timeout', 'Timeout', DEFAULT_TIMEOUT_SECONDS, { max: 3600 });
	if (seconds === 0)
		throw invalid("'Timeout' is 0", 'Enter at least 1 second; 120 suits most cases');
	return seconds * 1000;
}

function readWindow(
	context: IExecuteFunctions,
	options: Options,
	itemIndex: number,
): { windowClosesAt?: Date } {
	const value = options.raw('windowClosesAt');
	if (value === undefined || value === null || value === '') return {};
	const windowClosesAt = toDate(context, value, itemIndex);
	if (!windowClosesAt) {
		throw invalid(
			"'Window Closes At' is not a date",
			'Map windowClosesAt from the trigger here, or an ISO date like 2026-11-21T07:00:00Z',
		);
	}
	return { windowClosesAt };
}

/** One item's options, checked as they are read: expressions may yield anything. */
class Options {
	private readonly values: IDataObject;

	constructor(context: IExecuteFunctions, itemIndex: number) {
		this.values = context.getNodeParameter('options', itemIndex, {});
	}

	raw(name: string): unknown {
		return this.values[name];
	}

	text(name: string): string {
		return toText(this.values[name]);
	}

	flag(name: string): boolean {
		const value = this.values[name];
		return value === true || value === 'true';
	}

	number(name: string, field: string, fallback: number, { max = Infinity } = {}): number {
		const value = this.values[name];
		if (value === undefined || value === null || value === '') return fallback;
		const number = Number(value);
		if (number >= 0 && number <= max) return number;
		throw invalid(
			`'${field}' is ${Number.isNaN(number) ? 'not a number' : 'out of range'}`,
			`Enter a number from 0${max === Infinity ? '' : ` to ${max}`}`,
		);
	}

	/** The first choice is the default. */
	choice<const T extends string>(name: string, field: string, choices: readonly [T, ...T[]]): T {
		const value = this.text(name) || choices[0];
		const choice = choices.find((candidate) => candidate === value);
		if (choice !== undefined) return choice;
		throw invalid(`'${field}' has no choice called ${value}`, `Use one of: ${choices.join(', ')}`);
	}
}

const invalid = (message: string, fix: string) => new SvaraError('invalid_input', message, fix);
