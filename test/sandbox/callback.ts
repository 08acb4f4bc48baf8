import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { Flavour, Sandbox } from '../../sandbox';
import { startWebServer } from '../webServer';

/** A POST as the callback received it. */
export interface Received {
	headers: IncomingMessage['headers'];
	body: Buffer;
	json: Envelope;
}

export interface Envelope {
	object: string;
	entry: Array<{
		id: string;
		time: number;
		messaging?: Event[];
		standby?: Event[];
		changes?: Array<{ field: string; value: Record<string, unknown> }>;
		field?: string;
		value?: Record<string, unknown>;
	}>;
}

export type Event = Record<string, unknown> & { sender: { id: string }; recipient: { id: string } };

export interface Callback {
	url: string;
	verifyToken: string;
	received: Received[];
	/** Every event received, in order. */
	events(): Event[];
	/** What POSTs are answered with; `null` never answers. Default 200. */
	status: number | null;
	/** What the handshake is answered with; default: the challenge, if the token is right. */
	handshake: (query: URLSearchParams) => { status: number; body: string };
	close(): Promise<void>;
}

/** A customer of webhooks, as an n8n would be. */
export async function startCallback(): Promise<Callback> {
	const received: Received[] = [];
	const server = await startWebServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://callback');
		if (request.method === 'GET') {
			const answer = callback.handshake(url.searchParams);
			response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(answer.body);
			return;
		}
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			const json = JSON.parse(body.toString('utf8')) as Envelope;
			received.push({ headers: request.headers, body, json });
			if (callback.status !== null) response.writeHead(callback.status).end('EVENT_RECEIVED');
		});
	});
	const callback: Callback = {
		url: `${server.url}/webhook/svara`,
		verifyToken: 'chosen by hand',
		received,
		events: () =>
			received.flatMap(({ json }) =>
				json.entry.flatMap((entry) => [...(entry.messaging ?? []), ...(entry.standby ?? [])]),
			),
		status: 200,
		handshake: (query) =>
			query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === 'chosen by hand'
				? { status: 200, body: query.get('hub.challenge') ?? '' }
				: { status: 403, body: '' },
		close: server.close,
	};
	return callback;
}

/** What `X-Hub-Signature-256` has to say about a body. */
export const signatureOf = (body: Buffer, appSecret: string): string =>
	`sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

const COMMON_FIELDS = ['messages', 'messaging_postbacks', 'message_reactions'];

/** Subscribes the callback at both levels, as an activated trigger leaves them. */
export async function subscribeCallback(
	sandbox: Sandbox,
	{ url: callbackUrl, verifyToken }: Callback,
	flavour: Flavour,
	fields: readonly string[] = COMMON_FIELDS,
): Promise<void> {
	const account = sandbox.accounts[flavour];
	await sandbox.webhooks.setInDashboard(account, { callbackUrl, verifyToken, fields });
	const isPageEdge = flavour === 'instagramPage';
	sandbox.webhooks.subscribeAccount(account, isPageEdge ? ['messages'] : fields);
}
