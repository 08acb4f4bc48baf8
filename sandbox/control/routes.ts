import type { IncomingMessage } from 'node:http';

import { BODY_LIMITS, readBody } from '../http/body';
import { jsonReply, type Reply } from '../http/reply';
import { isObject } from '../model/json';
import { actAs } from './acts';
import {
	addFault,
	advanceClock,
	changeAccount,
	changeRecipient,
	changeSettings,
	putBehindGateway,
	releaseFault,
} from './change';
import { commentAsAccount, showComments } from './comments';
import { BadControlCall, type Control, type Handler } from './handler';
import { mediaReply } from './media';
import { showAccounts, showCustomerMessages, showMessages, showRequests, showState } from './show';
import { showDeliveries, subscribe } from './webhooks';

/** Every control call: method, path behind `/_sandbox/` (`:id` is handed on), answer. */
const ROUTES: ReadonlyArray<[method: string, path: string, handler: Handler]> = [
	['GET', 'help', () => ({ calls: callNames() })],
	['GET', 'state', showState],
	['GET', 'accounts', showAccounts],
	['GET', 'messages', showMessages],
	['GET', 'requests', showRequests],
	['POST', 'reset', ({ reset }) => (reset(), { reset: true })],
	['POST', 'clock/advance', advanceClock],
	['POST', 'settings', changeSettings],
	['POST', 'faults', addFault],
	['POST', 'faults/:id/release', releaseFault],
	['DELETE', 'faults', ({ faults }) => (faults.clear(), { cleared: true })],
	['POST', 'accounts/:id', changeAccount],
	['POST', 'accounts/:id/gateway', putBehindGateway],
	['POST', 'recipients/:id', changeRecipient],
	['GET', 'customer-messages', showCustomerMessages],
	['POST', 'recipients/:id/acts', actAs],
	['GET', 'comments', showComments],
	['POST', 'accounts/:id/comments', commentAsAccount],
	['POST', 'accounts/:id/webhooks', subscribe],
	['GET', 'deliveries', showDeliveries],
];

/** Calls whose body may hold a file in base64. */
const WITH_FILES: ReadonlySet<string> = new Set(['recipients/:id/acts']);

const callNames = (): string[] => [
	...ROUTES.map(([method, path]) => `${method} /_sandbox/${path}`),
	'GET /_sandbox/messages/:messageId/media',
];

/** Answers a control call: JSON in, JSON out, except for the bytes of a voice note. */
export async function answerControl(
	control: Control,
	message: IncomingMessage,
	url: URL,
): Promise<Reply> {
	const path = url.pathname.slice('/_sandbox/'.length);
	const media = /^messages\/([^/]+)\/media$/.exec(path)?.[1];
	if (media !== undefined) return mediaReply(control.world, media, message.headers.range);
	for (const [method, pattern, handler] of ROUTES) {
		const match = new RegExp(`^${pattern.replace(':id', '([^/]+)')}$`).exec(path);
		if (match === null || message.method !== method) continue;
		try {
			const limit = WITH_FILES.has(pattern) ? 'controlWithFile' : 'control';
			const body = readControlBody(message, await readBody(message, BODY_LIMITS[limit]));
			return jsonReply(200, await handler(control, body, match[1] ?? ''));
		} catch (cause) {
			if (cause instanceof BadControlCall) return jsonReply(400, { error: cause.message });
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
