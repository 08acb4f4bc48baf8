import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { chosen, invalid, singleText } from './values';

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
}
