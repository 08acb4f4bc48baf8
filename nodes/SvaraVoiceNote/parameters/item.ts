import type { IExecuteFunctions } from 'n8n-workflow';

import type { Platform } from '../../../lib/platform';
import { toId } from '../../shared/ids';
import { readPlatform } from '../../shared/platformField';
import { toText } from '../../shared/toText';
import { Options } from './options';
import { invalid } from './values';

/** One input item being worked on, with the parameters that every operation has. */
export interface Item {
	context: IExecuteFunctions;
	itemIndex: number;
	platform: Platform;
	options: Options;
	/** Aborts when nothing new may be started for it. */
	ending: AbortSignal;
}

/**
 * Reads what every operation has. The item is then passed on, so that nothing is read twice.
 * @throws SvaraError `invalid_input` for an unknown platform
 */
export function openItem(context: IExecuteFunctions, itemIndex: number, ending: AbortSignal): Item {
	return {
		context,
		itemIndex,
		platform: readPlatform(context.getNodeParameter('platform', itemIndex, 'instagram')),
		options: new Options(context, itemIndex),
		ending,
	};
}

/** A parameter as it resolves for this item: expressions may yield anything. */
export function readValue(
	{ context, itemIndex }: Item,
	name: string,
	fallback: unknown = '',
): unknown {
	return context.getNodeParameter(name, itemIndex, fallback);
}

/** A parameter as text; '' where it holds none. */
export const readText = (item: Item, name: string): string => toText(readValue(item, name));

/**
 * A required id.
 * @param field the parameter's display name
 * @throws SvaraError `invalid_input`
 */
export function readId(item: Item, name: string, field: string, fix: string): string {
	const id = toId(readValue(item, name), field);
	if (id !== '') return id;
	throw invalid(`'${field}' is empty`, fix);
}
