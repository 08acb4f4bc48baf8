import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox, SandboxAccount } from '../../../sandbox';
import { credentialOf } from '../../e2e/accounts';
import { uploadedNote } from '../../queue/sender';
import type { Dice } from '../campaign';
import { EFFECTS, SLOW_MS } from '../sendsExecution';
import type { ItemReport, Order } from './sender';
import { CLOCK_BEHIND_MS, type Workers } from './workers';

/** A message that is asked for in one execution after the other, with its key. */
export interface Message {
	key: string;
	sender: Sender;
	/** The customer's id. */
	to: string;
	/** Stands in no other message. A voice note has none, and a customer of its own. */
	text?: string;
	/** Who was asked for it last. */
	worker?: number;
	/** What was said of it, in the order in which it was said; `killed`: the worker was. */
	reports: Array<ItemReport | 'killed'>;
	/** Whether it may have been claimed by a clock that was ahead: Verify cannot date such a claim. */
	isFromFuture: boolean;
}

/** A Messenger account, and the node's parameters for its texts and its notes. */
export interface Sender {
	account: SandboxAccount;
	parameters: Record<'text' | 'note', INodeParameters>;
}

const MESSAGES_OF_AN_ACCOUNT = 50;
const SHARED_CUSTOMERS = 6;

/** New messages from new accounts: three texts of four to shared customers, and voice notes. */
export async function composeMessages(
	count: number,
	dice: Dice,
	sandbox: Sandbox,
): Promise<Message[]> {
	const senders = await Promise.all(
		Array.from({ length: Math.ceil(count / MESSAGES_OF_AN_ACCOUNT) }, async () => {
			const account = sandbox.addAccount('messenger');
			const note = await uploadedNote(sandbox, account);
			const text = { resource: 'message', operation: 'sendText', text: '={{ $json.text }}' };
			return {
				sender: { account, parameters: { note, text } },
				customers: Array.from({ length: SHARED_CUSTOMERS }, () => sandbox.addRecipient(account).id),
			};
		}),
	);
	return Array.from({ length: count }, (_, index) => {
		const { sender, customers } = senders[index % senders.length]!;
		const key = `${sender.account.pageId} ${index}`;
		const message = { key, sender, reports: [], isFromFuture: false };
		if (dice.percent(25)) return { ...message, to: sandbox.addRecipient(sender.account).id };
		return { ...message, to: dice.pick(customers), text: `message ${key}.` };
	});
}

/** An execution's share of the messages: all from one account, and of one kind. */
export type Batch = Message[];

const LARGEST_BATCH = 6;

export function toBatches(messages: readonly Message[], dice: Dice): Batch[] {
	const open = new Map<string, Batch>();
	const batches: Batch[] = [];
	for (const message of shuffled(messages, dice)) {
		const group = `${message.sender.account.id} ${message.text === undefined}`;
		const batch = open.get(group);
		if (batch && batch.length < LARGEST_BATCH && dice.percent(75)) {
			batch.push(message);
		} else {
			const next = [message];
			open.set(group, next);
			batches.push(next);
		}
	}
	return batches;
}

export function shuffled<T>(list: readonly T[], dice: Dice): T[] {
	const mixed = [...list];
	for (let last = mixed.length - 1; last > 0; last--) {
		const other = dice.below(last + 1);
		[mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
	}
	return mixed;
}

/** @param token in place of the account's good one */
export function orderFor(
	batch: Batch,
	sandbox: Sandbox,
	options: INodeParameters,
	token?: string,
): Order {
	const { sender, text } = batch[0]!;
	const { data } = credentialOf(sandbox, sender.account);
	return {
		credential: { ...data, ...(token ? { pageAccessToken: token } : {}) },
		parameters: {
			...sender.parameters[text === undefined ? 'note' : 'text'],
			recipientId: '={{ $json.to }}',
			options: { idempotencyKey: '={{ $json.key }}', ...options },
		},
		items: batch.map(({ key, to, text: words = '' }) => ({ key, to, text: words })),
	};
}

const FAULTY_PERCENT = 15;

/** Plants faults of every kind on the POSTs of some messages. */
export function plantFaults(messages: readonly Message[], dice: Dice, sandbox: Sandbox): void {
	for (const { to, text } of messages) {
		if (!dice.percent(FAULTY_PERCENT)) continue;
		const effect = dice.pick([...EFFECTS, ...RATE_LIMITS]);
		const fault = sandbox.faults.add({
			path: /\/messages$/,
			effect,
			times: 1 + dice.below(2),
			// What strikes before the body was read cannot ask whose it is.
			...(effect === 'reset-before-reading' ? {} : { when: ({ body }) => isOf(body, to, text) }),
		});
		void fault.reached.then(() => setTimeout(() => fault.release(), SLOW_MS).unref());
	}
}

const RATE_LIMITS = [
	{ error: { code: 613 }, headers: { 'retry-after': '1' } },
	{ error: { code: 4 }, headers: { 'retry-after': '1' } },
] as const;

interface PostBody {
	recipient?: { id?: string };
	message?: { text?: string };
}

const isOf = (body: PostBody | undefined, to: string, text?: string): boolean =>
	body?.recipient?.id === to && (text === undefined || body.message?.text === text);

/**
 * How far ahead of the machine's a clock may jump. Redis has one clock for all. With SQLite, a worker that
 * was killed while its clock was ahead of the others' counts as alive until theirs have come that far: its
 * messages are not settled before, which is longer than a test can wait.
 */
export const JUMPS_MS = {
	redis: [-CLOCK_BEHIND_MS, -600_000, 3_600_000],
	sqlite: [],
} as const;

/** Where an attack happens. */
export interface Place {
	sandbox: Sandbox;
	workers: Workers;
	jumpsMs: readonly number[];
}

/** What happens to the worker of a POST, once so many of them have reached Meta, besides the faults. */
export function plantTroubles(
	messages: readonly Message[],
	dice: Dice,
	{ sandbox, workers, jumpsMs }: Place,
): void {
	const { length } = messages;
	const troubles = new Map<number, (worker: number) => void>();
	const plant = (count: number, trouble: () => (worker: number) => void) => {
		for (let each = 0; each < count; each++) troubles.set(1 + dice.below(length * 0.8), trouble());
	};
	plant(jumpsMs.length === 0 ? 0 : 1 + length / 100, () => {
		const aheadMs = dice.pick(jumpsMs);
		return (worker) => workers.setClockAhead(worker, aheadMs);
	});
	plant(3 + length / 50, () => {
		const afterMs = dice.pick([0, 0, 1, 2, 5, 10, 20]);
		// At the POST itself, or somewhere behind it: while Meta answers, while the answer is written down.
		return (worker) => {
			if (afterMs === 0) workers.kill(worker);
			else setTimeout(() => workers.kill(worker), afterMs);
		};
	});
	let seen = 0;
	sandbox.faults.add({
		path: /\/messages$/,
		times: Infinity,
		// Hits nothing: it only counts.
		when: ({ body }) => {
			seen++;
			const posted = messages.find(({ to, text }) => isOf(body as PostBody, to, text));
			if (posted?.worker !== undefined) troubles.get(seen)?.(posted.worker);
			return false;
		},
		effect: { error: { code: 2 } },
	});
}
