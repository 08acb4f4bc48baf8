import { MESSAGE_LIMITS, textLength } from '../../../lib/graph';
import type { Platform } from '../../../lib/platform';
import { invalid } from './values';

/** @throws SvaraError `invalid_input` for a text longer than the platform takes in one message */
export function assertFits(text: string, field: string, platform: Platform): void {
	const { max, unit } = MESSAGE_LIMITS[platform].text;
	const length = textLength(text, unit);
	if (length <= max) return;
	throw invalid(
		`'${field}' has ${length} ${unit}; at most ${max} fit into one message`,
		unit === 'bytes'
			? 'Shorten it or send it in parts. Letters with accents take two bytes, other scripts and emoji three or four'
			: 'Shorten it or send it in parts',
	);
}
