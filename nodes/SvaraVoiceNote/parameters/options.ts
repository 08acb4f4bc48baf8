import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { SvaraError } from '../../shared/failure';
import { toText } from '../../shared/toText';

/** Meta's answer to an audio message can take its own 10-second fetch several times over; a short limit makes outcomes unknown. */
const DEFAULT_TIMEOUT_SECONDS = 120;
const DEFAULT_MAX_RETRIES = 3;

export const invalid = (message: string, fix: string): SvaraError =>
	new SvaraError('invalid_input', message, fix);

/**
 * A single value as text; '' where nothing was given. An object would be silently nothing.
 * @throws SvaraError `invalid_input`
 */
export function singleText(value: unknown, field: string): string {
	const text = toText(value);
	if (text !== '' || value === undefined || value === null || typeof value === 'string')
		return text;
	throw invalid(`'${field}' is not a single value`, 'Map one text or number here');
}

/** One item's options, checked as they are read: expressions may yield anything. */
export class Options {
	private readonly values: IDataObject;

	constructor(context: IExecuteFunctions, itemIndex: number) {
		this.values = context.getNodeParameter('options', itemIndex, {});
	}

	raw(name: string): unknown {
		return this.values[name];
	}

	text(name: string, field: string): string {
		return singleText(this.values[name], field);
	}

	flag(name: string): boolean {
		const value = this.values[name];
		return value === true || value === 'true';
	}

	number(name: string, field: string, fallback: number, { min = 0, max = Infinity } = {}): number {
		const value = this.values[name];
		if (value === undefined || value === null || value === '') return fallback;
		const number = Number(value);
		if (number >= min && number <= max) return number;
		throw invalid(
			`'${field}' is ${Number.isNaN(number) ? 'not a number' : 'out of range'}`,
			`Enter a number from ${min}${max === Infinity ? '' : ` to ${max}`}`,
		);
	}

	/** The first choice is the default. */
	choice<const T extends string>(name: string, field: string, choices: readonly [T, ...T[]]): T {
		return chosen(this.text(name, field), field, choices);
	}

	timeoutMs(): number {
		const seconds = this.number('timeout', 'Timeout', DEFAULT_TIMEOUT_SECONDS, { max: 3600 });
		// Timers take whole milliseconds.
		if (seconds > 0) return Math.ceil(seconds * 1000);
		throw invalid("'Timeout' is 0", 'Enter at least 1 second; 120 suits most cases');
	}

	maxRetries(): number {
		return this.number('maxRetries', 'Max Retries', DEFAULT_MAX_RETRIES, { max: 10 });
	}
}

/** One of the choices; the first where nothing was given. */
export function chosen<const T extends string>(
	value: string,
	field: string,
	choices: readonly [T, ...T[]],
): T {
	const choice = choices.find((candidate) => candidate === (value || choices[0]));
	if (choice !== undefined) return choice;
	throw invalid(
		`'${field}' has no choice called ${value.slice(0, 40)}`,
		`Use one of: ${choices.join(', ')}`,
	);
}
