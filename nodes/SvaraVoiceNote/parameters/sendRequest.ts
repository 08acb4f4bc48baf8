import type { Item } from './item';
import { assertFits } from './messageText';
import { toDate } from './toDate';
import { invalid } from './values';

/** What every operation that writes to somebody is asked for. */
export interface SendRequest {
	replyToMessageId: string;
	tag?: 'HUMAN_AGENT';
	/** Said once to each recipient, before anything else. */
	disclosure?: { text: string; lapseHours: number };
	showTyping: boolean;
	idempotencyKey: string;
	windowClosesAt?: Date;
	/** Whether an unclear answer is looked up in the conversation. */
	verifiesUnknown: boolean;
}

/** A day of silence: the window has closed in between, and a new conversation begins. */
const DEFAULT_LAPSE_HOURS = 24;
const MAX_LAPSE_HOURS = 24 * 365;

/** @throws SvaraError `invalid_input` */
export function readSendRequest(item: Item): SendRequest {
	const { options } = item;
	const tag = options.choice('messageTag', 'Message Tag', ['none', 'HUMAN_AGENT']);
	const onUnknown = options.choice('onUnknownOutcome', 'On Unknown Outcome', ['error', 'verify']);
	return {
		replyToMessageId: options.text('replyToMessageId', 'Reply to Message ID'),
		...(tag === 'HUMAN_AGENT' ? { tag } : {}),
		...readDisclosure(item),
		showTyping: options.flag('showTyping'),
		idempotencyKey: options.text('idempotencyKey', 'Idempotency Key'),
		...readWindow(item),
		verifiesUnknown: onUnknown === 'verify',
	};
}

function readDisclosure({ options, platform }: Item): Pick<SendRequest, 'disclosure'> {
	const text = options.text('disclosure', 'Disclosure');
	assertFits(text, 'Disclosure', platform);
	const lapseHours = options.number(
		'disclosureLapseHours',
		'Repeat Disclosure After',
		DEFAULT_LAPSE_HOURS,
		{ min: 1, max: MAX_LAPSE_HOURS },
	);
	return text === '' ? {} : { disclosure: { text, lapseHours } };
}

function readWindow({ context, itemIndex, options }: Item): Pick<SendRequest, 'windowClosesAt'> {
	const value = options.raw('windowClosesAt');
	if (value === undefined || value === null || value === '') return {};
	const windowClosesAt = toDate(context, value, itemIndex);
	if (windowClosesAt) return { windowClosesAt };
	throw invalid(
		"'Window Closes At' is not a date",
		'Map windowClosesAt from the trigger here, or an ISO date like 2026-11-21T07:00:00Z',
	);
}
