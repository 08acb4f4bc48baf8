import type { INodeProperties } from 'n8n-workflow';

import type { Platform } from '../../lib/platform';
import { SvaraError } from './failure';
import { toText } from './toText';

/** As users read them. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
	instagram: 'Instagram',
	messenger: 'Messenger',
};

/** Which of Meta's platforms a node serves, and so which credential it asks for. */
export const platformField: INodeProperties = {
	displayName: 'Platform',
	name: 'platform',
	type: 'options',
	noDataExpression: true,
	options: Object.entries(PLATFORM_NAMES).map(([value, name]) => ({ name, value })),
	default: 'instagram',
};

/**
 * The platform a node is set to. The editor offers no other value, but a workflow written by hand may
 * hold one, or an expression, which n8n does not evaluate here.
 * @throws SvaraError `invalid_input`: guessing would send to another platform than was meant
 */
export function readPlatform(value: unknown): Platform {
	if (value === 'instagram' || value === 'messenger') return value;
	throw new SvaraError(
		'invalid_input',
		`'Platform' is set to ${toText(value).slice(0, 40) || 'nothing'}, which is no platform`,
		"Choose Instagram or Messenger in 'Platform'; for items of both, use one node for each, behind a Switch node",
	);
}
