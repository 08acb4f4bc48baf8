import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

import type { INodeExecutionData, OnError } from 'n8n-workflow';

import type { FaultEffect } from '../../sandbox';
import { useAccount, useStage, vector, type VoiceNode } from './stage';

const READY = readFileSync(vector('m4a-ready.m4a'));

const stage = useStage();

const toEach = async (count: number, json = (index: number) => ({ index }) as object) =>
	await Promise.all(
		Array.from({ length: count }, async (_, i) => await stage.itemWith(READY, json(i) as never)),
	);

const errorsOf = (items: INodeExecutionData[]) =>
	items.map((item) => item.json.errorCode ?? item.json.status);

/** Who a POST was for. */
const recipientOf = (request: { body?: Record<string, unknown> }) =>
	(request.body?.recipient as { id?: string } | undefined)?.id;

const indexOf = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;

const attachmentOf = ({ body }: { body?: Record<string, unknown> }) =>
	JSON.stringify(body).match(/"attachment_id":"(\d+)"/)?.[1];

/** Waits for a condition, turn by turn of the event loop. */
async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await setImmediate();
}

const MODES: Array<OnError | undefined> = [
	undefined,
	'continueRegularOutput',
	'continueErrorOutput',
];

describe.each(MODES)('with Retry On Fail and on error = %s', (onError) => {
	const node: VoiceNode = { retryOnFail: true, maxTries: 3, ...(onError ? { onError } : {}) };

	it('each delivered note is posted once, though the first item fails, then the second', async () => {
		const { sandbox } = stage;
		const ids = ['500000', '500001', '500002'];
		for (const id of ids) sandbox.addRecipient(sandbox.accounts.messenger, { id });
		const refuse = (id: string, when = () => true) =>
			sandbox.faults.add({
				path: /messages$/,
				when: (request) => recipientOf(request) === id && when(),
				times: onError && id === '500001' ? 3 : 1,
				effect: { error: { code: 551, subcode: 1545041 } },
			});
		const isDelivered = (id: string) => sandbox.messages.some((sent) => sent.recipientId === id);
		refuse('500000');
		// When the workflow is to stop, the second item's turn comes once the first has gone out.
		refuse('500001', () => onError !== undefined || isDelivered('500000'));

		const items = await toEach(3, (i) => ({ to: ids[i] }));
		const parameters = { recipientId: '={{ $json.to }}' };
		const run = await stage.run('messenger', { ...node, parameters }, items);

		const delivered = sandbox.messages.map((message) => message.recipientId).sort();
		expect(delivered).toEqual(onError ? ['500000', '500002'] : ids);
		const accepted = stage.posts().filter((request) => request.status === 200);
		expect(accepted.map(recipientOf).sort()).toEqual(delivered);
		if (onError === undefined) expect(run.status).toBe('success');
		const [output, errorOutput] = run.outputs('Voice');
		const failed = onError === 'continueErrorOutput' ? errorOutput : output;
		const failures = failed?.filter((item) => item.json.errorCode === 'message_not_allowed') ?? [];
		expect(failures.map((item) => item.pairedItem)).toEqual(onError ? [{ item: 1 }] : []);
	});

	it('nothing is posted again after an unclear answer', async () => {
		stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-reset' });
		const run = await stage.run('messenger', node, await toEach(1));
		expect(stage.posts()).toHaveLength(1);
		expect(stage.sandbox.messages).toHaveLength(1);
		const code = onError
			? run.outputs('Voice').flat()[0]?.json.errorCode
			: (run.error as unknown as { context: { errorCode: string } }).context.errorCode;
		expect(code).toBe('unknown_outcome');
	});
});

describe.each(['cancelled', 'timed out'])('%s between two tries of Retry On Fail', (how) => {
	const ids = ['600000', '600001', '600002'];

	const disturb = (id: string, effect: FaultEffect) =>
		stage.sandbox.faults.add({
			path: /messages$/,
			when: (sent) => recipientOf(sent) === id,
			effect,
		});

	/** Sends a text to each, and ends the execution early while n8n waits to try again. */
	const runCutOff = async (onError?: OnError) => {
		const { sandbox } = stage;
		for (const id of ids) sandbox.addRecipient(sandbox.accounts.messenger, { id });
		const refused = disturb('600000', { kind: 'slow-then-error', error: { code: 551 } });
		const cancel = new AbortController();
		const running = stage.run(
			'messenger',
			{
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1000,
				...(onError ? { onError } : {}),
				parameters: {
					recipientId: '={{ $json.to }}',
					resource: 'message',
					operation: 'sendText',
					text: 'Hello',
				},
			},
			ids.map((to) => ({ json: { to } })),
			how === 'cancelled' ? { cancel: cancel.signal } : { timeoutMs: 700 },
		);
		const answered = () => stage.posts().filter(({ outcome }) => outcome !== 'pending').length;
		await until(() => answered() === 2);
		refused.release();
		await until(() => answered() === 3);
		// Whether n8n waits already cannot be seen from here.
		for (let turn = 0; turn < 50; turn++) await setImmediate();
		if (how === 'cancelled') cancel.abort();
		return await running;
	};

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'what was sent or is unknown is told so, with on error = %s',
		async (onError) => {
			disturb('600002', 'deliver-then-500');
			const run = await runCutOff(onError);
			const told = run.outputs('Voice').flat();
			const byIndex = told.sort((a, b) => indexOf(a) - indexOf(b));
			expect(errorsOf(byIndex)).toEqual(['cancelled', 'sent', 'unknown_outcome']);
			expect(stage.posts()).toHaveLength(3);
		},
	);

	it('what was sent is counted when the workflow stops', async () => {
		const run = await runCutOff();
		expect(run.error?.message).toMatch(/cancelled .*\[item 0\]$/);
		expect(run.error?.description).toMatch(/2 items were sent before$/);
		expect(stage.posts()).toHaveLength(3);
	});
});

describe('after each unclear outcome', () => {
	it.each([
		'deliver-then-500',
		{ kind: 'deliver-then-500', body: 'graph' },
		'deliver-then-reset',
		'deliver-without-id',
		'truncate-response',
		{ error: { code: 1, subcode: 1357046, status: 500 } },
		{ error: { code: 2, isTransient: true } },
		{ response: { status: 502, body: '<html>Bad gateway</html>' } },
	] as const)('%j one POST carries the note, and the item says so', async (effect) => {
		stage.sandbox.faults.add({ path: /messages$/, effect });
		const options = { maxRetries: 5 };
		const run = await stage.run(
			'messenger',
			{ onError: 'continueRegularOutput', parameters: { options } },
			await toEach(1),
		);
		expect(stage.posts()).toHaveLength(1);
		expect(run.items('Voice')[0]?.json).toMatchObject({
			error: expect.stringContaining('[item 0]'),
			errorCode: 'unknown_outcome',
			errorDetails: { delivered: 'unknown', attempts: 1 },
		});
	});

	it('a time-out is one', async () => {
		const fault = stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-slowly' });
		const options = { timeout: 1 };
		const run = await stage.run(
			'messenger',
			{ onError: 'continueRegularOutput', parameters: { options } },
			await toEach(1),
		);
		fault.release();
		expect(run.items('Voice')[0]?.json.errorCode).toBe('unknown_outcome');
		expect(stage.posts()).toHaveLength(1);
		expect(stage.sandbox.messages).toHaveLength(1);
	});
});

describe('what was certainly not delivered is repeated', () => {
	it('a throttle, within the item', async () => {
		stage.sandbox.faults.add({
			path: /messages$/,
			effect: { error: { code: 613 }, headers: { 'retry-after': '1' } },
		});
		const run = await stage.run('messenger', {}, await toEach(1));
		expect(run.items('Voice')[0]?.json).toMatchObject({ status: 'sent', attempts: 2 });
		expect(stage.sandbox.messages).toHaveLength(1);
	});

	it('an upload, whatever became of it', async () => {
		stage.sandbox.faults.add({
			path: /message_attachments$/,
			times: 2,
			effect: { response: { status: 500, body: '' } },
		});
		const run = await stage.run('messenger', {}, await toEach(1));
		expect(run.items('Voice')[0]?.json).toMatchObject({ status: 'sent', attempts: 1 });
		expect(stage.posts(/message_attachments$/)).toHaveLength(3);
	});
});

describe('stopping at a failure', () => {
	it('reports the first one, says how many were sent, and starts nothing behind it', async () => {
		const items = await toEach(5);
		items[2] = await stage.itemWith(Buffer.from('no audio at all'));
		items[4] = await stage.itemWith(Buffer.alloc(0));
		const run = await stage.run('messenger', {}, items);
		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(/\[item 2\]$/);
		expect(run.error?.description).toMatch(/2 items were sent before$/);
		expect(stage.sandbox.messages).toHaveLength(2);
	});
});

describe('an idempotency key', () => {
	const keyed = { parameters: { options: { idempotencyKey: '={{ $json.key }}' } } };

	it('is used once, within one run and over executions', async () => {
		const items = await toEach(3, (i) => ({ key: i < 2 ? 'same' : 'other' }));
		const first = await stage.run('messenger', keyed, items);
		expect(first.items('Voice').map(({ json }) => [json.status, json.skippedBecause])).toEqual([
			['sent', undefined],
			['skipped', 'sent_before'],
			['sent', undefined],
		]);
		const second = await stage.run('messenger', keyed, items.slice(0, 1));
		expect(second.items('Voice')[0]?.json).toMatchObject({
			status: 'skipped',
			skippedBecause: 'sent_before',
			messageId: first.items('Voice')[0]?.json.messageId,
		});
		expect(stage.posts()).toHaveLength(2);
	});

	it('holds in two executions at once', async () => {
		const items = await toEach(1, () => ({ key: 'at once' }));
		const runs = await Promise.all([
			stage.run('messenger', keyed, items),
			stage.run('messenger', keyed, items),
		]);
		expect(runs.map((run) => run.items('Voice')[0]?.json.status).sort()).toEqual([
			'sent',
			'skipped',
		]);
		expect(stage.sandbox.messages).toHaveLength(1);
	});

	it('stays used up after an unclear outcome, and says that it is unclear', async () => {
		const items = await toEach(1, () => ({ key: 'unclear' }));
		stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-500' });
		await stage.run('messenger', { ...keyed, onError: 'continueRegularOutput' }, items);
		for (let again = 0; again < 2; again++) {
			const run = await stage.run('messenger', { ...keyed, onError: 'continueErrorOutput' }, items);
			expect(run.outputs('Voice')[0]).toEqual([]);
			expect(run.outputs('Voice')[1]?.[0]?.json).toMatchObject({
				error: expect.stringMatching(/posted before \(20.*nobody knows.*\[item 0\]$/) as string,
				errorCode: 'unknown_outcome',
				errorDetails: {
					delivered: 'unknown',
					attempts: 0,
					fix: expect.stringContaining("another 'Idempotency Key'") as string,
				},
			});
		}
		expect(stage.posts()).toHaveLength(1);
	});

	it('is given back when nothing was delivered', async () => {
		const items = await toEach(1, () => ({ key: 'again' }));
		stage.sandbox.faults.add({ path: /messages$/, effect: { error: { code: 551 } } });
		await stage.run('messenger', { ...keyed, onError: 'continueRegularOutput' }, items);
		const run = await stage.run('messenger', keyed, items);
		expect(run.items('Voice')[0]?.json.status).toBe('sent');
	});
});

describe('cancelling', () => {
	it('before the POST posts nothing', async () => {
		const cancel = new AbortController();
		const fault = stage.sandbox.faults.add({
			path: /message_attachments$/,
			effect: { kind: 'slow-then-error', error: { code: 2 } },
		});
		void fault.reached.then(() => cancel.abort());
		await stage.run('messenger', {}, await toEach(2), { cancel: cancel.signal });
		fault.release();
		expect(stage.posts()).toHaveLength(0);
	});

	it('never cuts off a POST that is under way', async () => {
		const cancel = new AbortController();
		const fault = stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-slowly' });
		const running = stage.run('messenger', {}, await toEach(1), { cancel: cancel.signal });
		const request = await fault.reached;
		cancel.abort();
		// Long enough for an aborted connection to be noticed at the other end of the loopback.
		for (let turn = 0; turn < 50; turn++) await setImmediate();
		expect(request.outcome).toBe('pending');
		fault.release();
		await running;
		await until(() => request.outcome !== 'pending');
		expect(request.outcome).toBe('answered');
	});

	it('while waiting for another execution’s send to the same customer does not wait on', async () => {
		const fault = stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-slowly' });
		const first = stage.run('messenger', {}, await toEach(1));
		await fault.reached;
		const cancel = new AbortController();
		const second = stage.run('messenger', {}, await toEach(1), { cancel: cancel.signal });
		await until(() => stage.posts(/message_attachments$/).length === 2);
		cancel.abort();
		await second;
		fault.release();
		expect((await first).items('Voice')[0]?.json.status).toBe('sent');
		expect(stage.posts()).toHaveLength(1);
	});
});

describe('to one customer', () => {
	/** Answers the first POST late, then as told; the second note must wait for that. */
	it.each([
		['within an execution', 1],
		['over executions', 2],
	])('notes keep their order, %s', async (_name, executions) => {
		stage.sandbox.faults.add({
			path: /messages$/,
			effect: { error: { code: 613 }, headers: { 'retry-after': '1' } },
		});
		const items = await toEach(2);
		if (executions === 1) {
			await stage.run('messenger', {}, items);
		} else {
			const first = stage.run('messenger', {}, items.slice(0, 1));
			await until(() => stage.posts().length === 1);
			await Promise.all([first, stage.run('messenger', {}, items.slice(1))]);
		}
		const uploads = stage.posts().map((request) => attachmentOf(request));
		// The first note's id stands in the first and second POST, the other's only in the third.
		expect(uploads).toHaveLength(3);
		expect(uploads[1]).toBe(uploads[0]);
		expect(uploads[2]).not.toBe(uploads[0]);
	});
});

describe('two nodes with the same id, as generated workflows have them', () => {
	it('both send', async () => {
		const { accounts } = stage.sandbox;
		useAccount(stage.engine, stage.sandbox, 'messenger');
		const { open, second } = accounts.messenger.recipients;
		const node = (name: string, recipientId: string) => ({
			id: 'same',
			name,
			type: 'n8n-nodes-svara.svaraVoiceNote',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: { platform: 'messenger', recipientId },
		});
		const start = { ...node('Start', ''), type: 'n8n-nodes-base.manualTrigger', parameters: {} };
		const both = ['A', 'B'].map((name) => ({ node: name, type: 'main' as const, index: 0 }));
		const run = await stage.engine.run(
			{
				nodes: [start, node('A', open.id), node('B', second.id)],
				connections: { Start: { main: [both] } },
			},
			await toEach(1),
		);
		expect(['A', 'B'].map((name) => run.items(name)[0]?.json.recipientId)).toEqual([
			open.id,
			second.id,
		]);
		expect(stage.sandbox.messages).toHaveLength(2);
	});
});
