import { createHmac } from 'node:crypto';

import { EVENT_NAMES, receive, type WebhookSettings } from '../lib/webhook';
import { median } from './measure';

const SECRET = 'the-app-secret';

/** Enough for the compiler to have seen everything, and for a round to be longer than the clock's tick. */
const EVENTS_A_ROUND = 20_000;
const ROUNDS = 7;

const SETTINGS: WebhookSettings = {
	platform: 'instagram',
	events: new Set(EVENT_NAMES),
	accountIds: new Set(),
	ownIds: new Set(),
	includeRaw: false,
	secrets: [SECRET],
	verifyToken: '',
	signatureHeader: 'x-hub-signature-256',
	allowUnsigned: false,
	handshakeReply: 'challenge',
};

/**
 * Verification, parsing and normalising, from one event a webhook to Meta's largest batch, in
 * time of the processor (nothing in it waits), so that neighbours on the machine do not count.
 */
export async function benchWebhook(): Promise<string[]> {
	const one = await microsecondsAnEvent(1);
	const larger: string[] = [];
	for (const size of [10, 100, 1000]) {
		larger.push(`${size}: ${(await microsecondsAnEvent(size)).toFixed(1)} µs`);
	}
	return [
		`one voice note verified, parsed and normalised: ${one.toFixed(1)} µs (goal: under 20)`,
		`the same for each event of a batch of ${larger.join(', ')} (goal: no more than alone)`,
	];
}

async function microsecondsAnEvent(batchSize: number): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const requests = Array.from({ length: EVENTS_A_ROUND / batchSize }, (_, request) =>
			signedBatch(batchSize, round * EVENTS_A_ROUND + request * batchSize),
		);
		const before = process.cpuUsage();
		for (const request of requests) {
			const reception = receive(request, SETTINGS);
			if (reception.kind !== 'accepted') throw new Error('The bench signs wrongly');
			if (reception.events.length !== batchSize) throw new Error('The bench loses events');
		}
		const { user, system } = process.cpuUsage(before);
		times.push((user + system) / EVENTS_A_ROUND);
	}
	return median(times);
}

function signedBatch(size: number, firstId: number) {
	const messaging = Array.from({ length: size }, (_, i) => ({
		sender: { id: '7249103847561234' },
		recipient: { id: '17841400123456789' },
		timestamp: 1_795_158_000_000,
		message: {
			mid: `aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQxNDAwMTIzNDU2Nzg5OjM0MDI4MjM2Njg0MTcx${firstId + i}`,
			attachments: [
				{
					type: 'audio',
					payload: {
						url: 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=17900000000000001&signature=Abc',
					},
				},
			],
		},
	}));
	const entry = [{ id: '17841400123456789', time: 1_795_158_000_100, messaging }];
	const rawBody = Buffer.from(JSON.stringify({ object: 'instagram', entry }));
	const signature = createHmac('sha256', SECRET).update(rawBody).digest('hex');
	const headers = { 'x-hub-signature-256': `sha256=${signature}` };
	return { method: 'POST', query: {}, headers, rawBody };
}
