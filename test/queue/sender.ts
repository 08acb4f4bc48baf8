import { readFile } from 'node:fs/promises';

import type { INodeParameters } from 'n8n-workflow';

import type { DeliveredMessage, Sandbox, SandboxAccount } from '../../sandbox';
import { credentialOf } from '../e2e/accounts';
import { RECORDING } from '../e2e/loop';
import type { N8nServer } from '../e2e/n8nServer';
import { sendEach, webhookPath } from '../e2e/workflows';
import type { QueueStage } from './stage';

/** A message that somebody asks for, once or more often. */
export interface Message {
	/** The customer's id. */
	to: string;
	/** Its idempotency key, and its text. */
	key: string;
}

/** What became of a message in one execution. */
export interface Outcome {
	executionId: string;
	status?: 'sent' | 'skipped';
	errorCode?: string;
}

/** An active workflow that sends what is posted to its webhook. */
export interface Sender {
	account: SandboxAccount;
	compose(count: number): Message[];
	/**
	 * Has one execution send these messages, and waits until it is over. Asks a second time where n8n
	 * does not answer, which the keys allow.
	 * @param at the process that takes the request; default: the webhook processor
	 */
	post(messages: readonly Message[], options?: PostOptions): Promise<Outcome[]>;
	/** What has arrived in the threads of its customers. */
	arrivals(): DeliveredMessage[];
	/** How many of the messages have arrived, and how many of those more than once. */
	judge(messages: readonly Message[]): { arrived: number; doubled: number };
}

export interface PostOptions {
	at?: N8nServer;
	signal?: AbortSignal;
}

/** On a busy machine n8n now and then forgets to answer a webhook whose execution has long ended. */
const ANSWER_WITHIN_MS = 90_000;

const isTimeout = (reason: unknown): boolean =>
	reason instanceof Error && reason.name === 'TimeoutError';

async function answerOf(url: string, body: object, signals: AbortSignal[]): Promise<Outcome[]> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		signal: AbortSignal.any(signals),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`The workflow failed: ${response.status} ${text}`);
	return JSON.parse(text) as Outcome[];
}

export interface SenderOptions {
	/** Whom the messages come from; default: a new one. */
	account?: SandboxAccount;
	/** Of the node; default: a text with a key. */
	parameters?: INodeParameters;
	/** How many customers get messages in turn, since those to one of them wait for each other. */
	customerCount?: number;
}

/** Activates a workflow that sends from a Messenger account. */
export async function openSender(
	{ sandbox, api, webhook }: QueueStage,
	name: string,
	{
		account = sandbox.addAccount('messenger'),
		parameters = TEXT_WITH_KEY,
		customerCount = 20,
	}: SenderOptions = {},
): Promise<Sender> {
	const customers = Array.from({ length: customerCount }, () => sandbox.addRecipient(account).id);
	const { type, data } = credentialOf(sandbox, account);
	const credential = await api.createCredential(type, name, data);
	await api.activate(
		sendEach(name, { platform: 'messenger', ...parameters }, { [type]: credential }),
	);
	const arrivals = () => sandbox.messages.filter(({ accountId }) => accountId === account.id);
	// A voice note has no text: there, each customer gets one.
	const isText = parameters.text !== undefined;
	return {
		account,
		arrivals,
		compose: (count) =>
			Array.from({ length: count }, (_, index) => ({
				to: customers[index % customerCount] ?? '',
				key: `${name} ${index}`,
			})),
		async post(messages, { at = webhook, signal } = {}) {
			const ask = async () =>
				await answerOf(at.url + webhookPath(name), { messages }, [
					AbortSignal.timeout(ANSWER_WITHIN_MS),
					...(signal ? [signal] : []),
				]);
			return await ask().catch(async (reason: unknown) => {
				if (!isTimeout(reason)) throw reason;
				return await ask();
			});
		},
		judge(messages) {
			const counts = countEach(
				arrivals().map(({ recipientId, text = '' }) => (isText ? text : recipientId)),
			);
			const found = messages.map(({ to, key }) => counts.get(isText ? key : to) ?? 0);
			return {
				arrived: found.filter((count) => count > 0).length,
				doubled: found.filter((count) => count > 1).length,
			};
		},
	};
}

const TEXT_WITH_KEY: INodeParameters = {
	resource: 'message',
	operation: 'sendText',
	text: '={{ $json.key }}',
	options: { idempotencyKey: '={{ $json.key }}' },
};

/** Uploads a voice note to Meta; resolves with the parameters of a node that sends it with a key. */
export async function uploadedNote(
	sandbox: Sandbox,
	{ tokens }: SandboxAccount,
): Promise<INodeParameters> {
	const form = new FormData();
	const attachment = { type: 'audio', payload: { is_reusable: true } };
	form.append('message', JSON.stringify({ attachment }));
	form.append('filedata', new Blob([await readFile(RECORDING)], { type: 'audio/mp4' }), 'note.m4a');
	const response = await fetch(`${sandbox.baseUrl('messenger')}/me/message_attachments`, {
		method: 'POST',
		headers: { authorization: `Bearer ${tokens.valid}` },
		body: form,
	});
	const { attachment_id: attachmentId } = (await response.json()) as { attachment_id: string };
	return {
		resource: 'voiceNote',
		operation: 'send',
		audioSource: 'attachmentId',
		attachmentId,
		options: { idempotencyKey: '={{ $json.key }}' },
	};
}

export function countEach<T>(values: Iterable<T>): Map<T, number> {
	const counts = new Map<T, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return counts;
}

/** How the messages ended, as text: `180 sent, 20 skipped`. */
export function tally(outcomes: readonly Outcome[]): string {
	const counts = countEach(
		outcomes.map(({ status, errorCode }) => errorCode ?? status ?? 'nothing'),
	);
	return Array.from(counts, ([ending, count]) => `${count} ${ending}`).join(', ');
}

/** Runs tasks side by side, at most so many at a time; resolves with their results in order. */
export async function pooled<T>(
	tasks: ReadonlyArray<() => Promise<T>>,
	atOnce: number,
): Promise<T[]> {
	const results: T[] = [];
	let next = 0;
	const work = async () => {
		while (next < tasks.length) {
			const index = next++;
			const task = tasks[index];
			if (task) results[index] = await task();
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return results;
}
