import type { INodeProperties } from 'n8n-workflow';

import { readText, type Item } from './item';
import { invalid } from './values';

export const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

/**
 * How many results are wanted; Infinity for all of them.
 * @param usual where no limit is given
 * @throws SvaraError `invalid_input`
 */
export function readLimit(item: Item, usual: number): number {
	if (readText(item, 'returnAll') === 'true') return Infinity;
	const wanted = Number(readText(item, 'limit') || usual);
	if (Number.isInteger(wanted) && wanted >= 1) return wanted;
	throw invalid("'Limit' is not a whole number from 1", "Enter one, or switch on 'Return All'");
}
