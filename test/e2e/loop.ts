import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { Customer, DeliveredMessage, SandboxAccount, Webhooks } from '../../sandbox';
import { credentialOf, platformOf } from './accounts';
import { inTime } from './eventually';
import type { Execution, N8nApi } from './n8nApi';
import { REPOSITORY, type Stage } from './stage';
import { answerVoiceNotes, productionUrl } from './workflows';

export const VERIFY_TOKEN = 'a text of one’s own & more';

/** As a phone records it: plays everywhere, so the answer is the same bytes. */
export const RECORDING = join(REPOSITORY, 'test/vectors/m4a-ready.m4a');

/** Meta's own delivery waits until the test has made its own. */
export async function onHold(webhooks: Webhooks, run: () => Promise<void>): Promise<void> {
	webhooks.hold();
	try {
		await run();
	} finally {
		webhooks.release();
	}
}

export interface Loop {
	customer: Customer;
	/** The production URL that Meta gets. */
	callbackUrl: string;
	/** All of the workflow's, once so many are over and no webhook is under way. */
	executions(count: number): Promise<Execution[]>;
	/** What has arrived in the customer's thread. */
	answers(): DeliveredMessage[];
}

/** Saves the account's credential and activates a workflow that answers its customers. */
export async function openLoop(
	{ sandbox, server, api }: Stage,
	account: SandboxAccount,
	registration: 'manual' | 'automatic',
	overrides: IDataObject = {},
): Promise<Loop> {
	const { type, data } = credentialOf(sandbox, account);
	const fields = { ...data, verifyToken: VERIFY_TOKEN, ...overrides };
	const credential = await api.createCredential(type, account.name, fields);
	const workflow = answerVoiceNotes(platformOf(account.flavour), registration, {
		[type]: credential,
	});
	const workflowId = await api.activate(workflow);
	const { second } = account.recipients;
	return {
		customer: sandbox.customer(account, second),
		callbackUrl: productionUrl(server.url, workflow),
		executions: async (count) => await settledExecutions(api, sandbox.webhooks, workflowId, count),
		answers: () =>
			sandbox.messages.filter(
				(each) => each.accountId === account.id && each.recipientId === second.id,
			),
	};
}

/** All executions of a workflow, once so many are over and no webhook is under way. */
export async function settledExecutions(
	api: N8nApi,
	webhooks: Webhooks,
	workflowId: string,
	count: number,
): Promise<Execution[]> {
	await api.finishedExecutions(workflowId, count);
	// Whatever n8n answers 200 to has its execution by then.
	await inTime('no webhook is under way', webhooks.idle());
	return await api.finishedExecutions(workflowId, count);
}

/** Whether a trigger is there, by the question that Meta asks a new callback. */
export async function answersHandshake(callbackUrl: string): Promise<boolean> {
	const query = new URLSearchParams({
		'hub.mode': 'subscribe',
		'hub.challenge': '1',
		'hub.verify_token': VERIFY_TOKEN,
	});
	return (await fetch(`${callbackUrl}?${query.toString()}`)).ok;
}
