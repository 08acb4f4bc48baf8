import type { IExecuteFunctions } from 'n8n-workflow';

import type { Platform } from '../../../lib/graph';
import { toDate } from './toDate';
import { readPlatform, readRecipient } from './fields';
import { assertFits } from './messageText';
import { invalid, type Options } from './options';

/** What every operation that writes to somebody is asked for. */
export interface SendRequest {
	platform: Platform;
	recipientId: string;
	replyToMessageId: string;
	tag?: 'HUMAN_AGENT';
	/** Said once to each recipient, before anything else. */
	disclosure?: { text: string; lapseHours: number };
	showTyping: boolean;
	idempotencyKey: string;
	windowClosesAt?: Date;
	/** Whether an unclear answer is looked up in the conversation. */
	verifiesUnknown: boolean;
	maxRetries: number;
	timeoutMs: number;
}

/** A day of silence: the window has closed in between, and a new conversation begins. */
const DEFAULT_LAPSE_HOURS = 24;
const MAX_LAPSE_HOURS = 24 * 365;

/** @throws SvaraError `invalid_input` */
export function readSendRequest(
	context: IExecuteFunctions,
	itemIndex: number,
	options: Options,
): SendRequest {
	const tag = options.choice('messageTag', 'Message Tag', ['none', 'HUMAN_AGENT']);
	const onUnknown = options.choice('onUnknownOutcome', 'On Unknown Outcome', ['error', 'verify']);
	return {
		platform: readPlatform(context, itemIndex),
		recipientId: readRecipient(context, itemIndex),
		replyToMessageId: options.text('replyToMessageId', 'Reply to Message ID'),
		...(tag === 'HUMAN_AGENT' ? { tag } : {}),
		...readDisclosure(options, readPlatform(context, itemIndex)),
		showTyping: options.flag('showTyping'),
		idempotencyKey: options.text('idempotencyKey', 'Idempotency Key'),
		...readWindow(context, options, itemIndex),
		verifiesUnknown: onUnknown === 'verify',
		maxRetries: options.maxRetries(),
		timeoutMs: options.timeoutMs(),
	};
}

function readDisclosure(options: Options, platform: Platform): Pick<SendRequest, 'disclosure'> {
	const text = options.text('disclosure', 'Disclosure');
	assertFits(text, 'Disclosure', platform);
	const lapseHours = options.number(
		'disclosureLapseHours',
		'Disclosure Lapse',
		DEFAULT_LAPSE_HOURS,
		{ min: 1, max: MAX_LAPSE_HOURS },
	);
	return text === '' ? {} : { disclosure: { text, lapseHours } };
}

function readWindow(
	context: IExecuteFunctions,
	options: Options,
	itemIndex: number,
): Pick<SendRequest, 'windowClosesAt'> {
	const value = options.raw('windowClosesAt');
	if (value === undefined || value === null || value === '') return {};
	const windowClosesAt = toDate(context, value, itemIndex);
	if (windowClosesAt) return { windowClosesAt };
	throw invalid(
		"'Window Closes At' is not a date",
		'Map windowClosesAt from the trigger here, or an ISO date like 2026-11-21T07:00:00Z',
	);
}
