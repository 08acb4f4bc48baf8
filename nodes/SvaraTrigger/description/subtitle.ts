import { PLATFORM_NAMES } from '../../shared/platformField';
import { EVENT_LABELS } from './events';

/** An expression that n8n evaluates under each node on the canvas: `Instagram: Voice Note, Message`. */
export const subtitle = `={{ (${JSON.stringify(PLATFORM_NAMES)})[$parameter["platform"]] + ": " + [].concat($parameter["events"]).map((event) => (${JSON.stringify(EVENT_LABELS)})[event]).join(", ") }}`;
