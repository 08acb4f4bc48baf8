import { PLATFORM_NAMES } from '../shared/platformField';
import { RESOURCES } from './operations';

/** What each operation does, by resource and operation; `%` is the platform, where an account does it. */
const ACTIONS = Object.fromEntries(
	RESOURCES.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, action, needs }) => [
			`${resource}.${value}`,
			needs === 'item' ? action : `${action} on %`,
		]),
	),
);

/** An expression that n8n evaluates under each node on the canvas: `Send voice note on Instagram`. */
export const subtitle = `={{ (${JSON.stringify(ACTIONS)})[$parameter["resource"] + "." + $parameter["operation"]].replace("%", (${JSON.stringify(PLATFORM_NAMES)})[$parameter["platform"]]) }}`;
