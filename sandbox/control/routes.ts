import type { IncomingMessage } from 'node:http';

import { BODY_LIMITS, readBody } from '../http/body';
import { jsonReply, type Reply } from '../http/reply';
import { isObject } from '../model/json';
import { actAs } from './acts';
import {
	advanceClock,
	changeAccount,
	changeRecipient,
	changeSettings,
	putBehindGateway,
} from './change';
import { showCommands } from './commands';
import { commentAsAccount, showComments } from './comments';
import { removeGateway, showCredentials } from './credentials';
import { deliveryAsCurl, requestAsCurl } from './curl';
import { addFault, releaseFault, removeFault, showFaults, showPresets } from './faults';
import { BadControlCall, type Control, type Handler } from './handler';
import { EVENTS_PATH } from './live/feed';
import { mediaReply } from './media';
import { showAccounts, showCustomerMessages, showMessages, showRequests, showState } from './show';
import { deliverAgain, pressTestButton, showDeliveries, showEvents, subscribe } from './webhooks';

/** Every control call: method, path behind `/_sandbox/` (`:id` is handed on), answer. */
const ROUTES: ReadonlyArray<[method: string, path: string, handler: Handler]> = [
	['GET', 'help', () => ({ calls: callNames() })],
	['GET', 'commands', showCommands],
	['GET', 'state', showState],
	['POST', 'reset', ({ reset }) => (reset(), { reset: true })],
	['POST', 'clock/advance', advanceClock],
	['POST', 'settings', changeSettings],
	['GET', 'accounts', showAccounts],
	['POST', 'accounts/:id', changeAccount],
	['POST', 'accounts/:id/gateway', putBehindGateway],
	['DELETE', 'accounts/:id/gateway', removeGateway],
	['POST', 'accounts/:id/comments', commentAsAccount],
	['POST', 'accounts/:id/webhooks', subscribe],
	['POST', 'accounts/:id/webhooks/test', pressTestButton],
	['GET', 'credentials', showCredentials],
	['POST', 'recipients/:id', changeRecipient],
	['POST', 'recipients/:id/acts', actAs],
	['GET', 'messages', showMessages],
	['GET', 'customer-messages', showCustomerMessages],
	['GET', 'comments', showComments],
	['GET', 'webhook-events', showEvents],
	['GET', 'deliveries', showDeliveries],
	['POST', 'deliveries/:id/again', deliverAgain],
	['POST', 'deliveries/:id/curl', deliveryAsCurl],
	['GET', 'requests', showRequests],
	['POST', 'requests/:id/curl', requestAsCurl],
	['GET', 'faults', showFaults],
	['GET', 'faults/presets', showPresets],
	['POST', 'faults', addFault],
	['POST', 'faults/:id/release', releaseFault],
	['DELETE', 'faults/:id', removeFault],
	['DELETE', 'faults', ({ faults }) => (faults.clear(), { cleared: true })],
];

/** Calls whose body may hold a file in base64. */
const WITH_FILES: ReadonlySet<string> = new Set(['recipients/:id/acts']);

const callNames = (): string[] => [
	...ROUTES.map(([method, path]) => `${method} /_sandbox/${path}`),
	'GET /_sandbox/messages/:messageId/media/:index',
	`GET ${EVENTS_PATH}`,
];

/** Answers a control call: JSON in, JSON out, except for the bytes of a voice note. */
export async function answerControl(
	control: Control,
	message: IncomingMessage,
	url: URL,
): Promise<Reply> {
	const path = url.pathname.slice('/_sandbox/'.length);
	const media = /^messages\/([^/]+)\/media(?:\/(\d+))?$/.exec(path);
	if (media !== null) {
		const [, messageId = '', index = '0'] = media;
		return mediaReply(control.world, messageId, Number(index), message.headers.range);
	}
	for (const [method, pattern, handler] of ROUTES) {
		const match = new RegExp(`^${pattern.replace(':id', '([^/]+)')}$`).exec(path);
		if (match === null || message.method !== method) continue;
		try {
			const limit = WITH_FILES.has(pattern) ? 'controlWithFile' : 'control';
			const body = readControlBody(message, await readBody(message, BODY_LIMITS[limit]));
			return jsonReply(200, await handler(control, body, match[1] ?? ''));
		} catch (cause) {
			if (cause instanceof BadControlCall)
				return jsonReply(400, { error: cause.message, ...cause.details });
			throw cause;
		}
	}
	return jsonReply(404, { error: 'No such control call', calls: callNames() });
}

/** Bodies must be declared as JSON, which spares guessing what else they might be. */
function readControlBody(message: IncomingMessage, bytes: Buffer): Record<string, unknown> {
	if (message.method === 'GET') return {};
	const isJson = message.headers['content-type']?.startsWith('application/json') ?? false;
	if (message.method === 'POST' && !isJson) {
		throw new BadControlCall('Send the call with Content-Type: application/json');
	}
	if (bytes.length === 0) return {};
	try {
		const body: unknown = JSON.parse(bytes.toString('utf8'));
		if (isObject(body)) return body;
	} catch {
		// Refused below, like any other body that is no object.
	}
	throw new BadControlCall('The body must be a JSON object');
}
