import type { INodeProperties } from 'n8n-workflow';

import type { Options } from './options';
import { invalid } from './values';

/** Meta's answer to an audio message can take its own 10-second fetch several times over; a short limit makes outcomes unknown. */
const DEFAULT_TIMEOUT_SECONDS = 120;
const DEFAULT_MAX_RETRIES = 3;

const maxRetries: INodeProperties = {
	displayName: 'Max Retries',
	name: 'maxRetries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 10 },
	default: DEFAULT_MAX_RETRIES,
	description:
		'How often to try again after Meta certainly delivered nothing. What may have arrived is never sent again.',
};

const timeout: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: DEFAULT_TIMEOUT_SECONDS,
	description:
		'How long to wait for one answer. After a short timeout nobody knows whether the message was delivered, so keep it long.',
};

/** Of an operation whose one long step is a download. */
export const downloadTimeout: INodeProperties = {
	...timeout,
	description: 'How long a download may take',
};

/** Of every operation that asks Meta something. */
export const CALL_OPTIONS: INodeProperties[] = [maxRetries, timeout];

/** @throws SvaraError `invalid_input` */
export function readTimeoutMs(options: Options): number {
	const seconds = options.number('timeout', 'Timeout', DEFAULT_TIMEOUT_SECONDS, { max: 3600 });
	// Timers take whole milliseconds.
	if (seconds > 0) return Math.ceil(seconds * 1000);
	throw invalid("'Timeout' is 0", 'Enter at least 1 second; 120 suits most cases');
}

/** @throws SvaraError `invalid_input` */
export const readMaxRetries = (options: Options): number =>
	options.number('maxRetries', 'Max Retries', DEFAULT_MAX_RETRIES, { max: 10 });
