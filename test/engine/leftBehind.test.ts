import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSandbox, type FaultEffect, type Sandbox } from '../../sandbox';
import { HAS_SQLITE } from '../ledger/stores';
import { withWorkers } from './workerProcess';

/** Several processes load n8n, one after the other, which takes its time on a busy machine. */
jest.setTimeout(240_000);

const VERIFY = { idempotencyKey: 'order 7', onUnknownOutcome: 'verify' };

async function withSandbox(test: (sandbox: Sandbox) => Promise<void>): Promise<void> {
	const sandbox = await startSandbox();
	try {
		await test(sandbox);
	} finally {
		await sandbox.close();
	}
}

/** One text to the sandbox's customer, with a key. */
function orderIn(sandbox: Sandbox, options: INodeParameters = VERIFY) {
	const { messenger } = sandbox.accounts;
	return {
		credential: {
			pageAccessToken: messenger.tokens.valid,
			pageId: messenger.pageId,
			baseUrl: sandbox.baseUrl('messenger'),
		},
		parameters: {
			resource: 'message',
			operation: 'sendText',
			text: 'Your parcel is on its way.',
			recipientId: messenger.recipients.open.id,
			options,
		},
		items: [{}],
	};
}

/** Lets a worker send the text, and kills it in the middle of its POST. */
async function leaveBehind(
	sandbox: Sandbox,
	start: Parameters<Parameters<typeof withWorkers>[0]>[0],
	effect: FaultEffect,
	clockBehindMs = 0,
): Promise<void> {
	const fault = sandbox.faults.add({ path: /messages$/, effect });
	const worker = start({ run: orderIn(sandbox), clockBehindMs });
	await fault.reached;
	worker.signal('SIGKILL');
	await worker.ended;
	fault.release();
}

(HAS_SQLITE ? describe : describe.skip)('what a killed worker left behind, with Verify', () => {
	it('counts as sent if Meta had taken it', async () => {
		await withSandbox(async (sandbox) => {
			await withWorkers(async (start) => {
				await leaveBehind(sandbox, start, 'deliver-slowly');
				const run = orderIn(sandbox);
				const [item] = await start({ run }).next<IDataObject[]>();
				const [message] = sandbox.messages;
				expect(item).toMatchObject({
					status: 'skipped',
					skippedBecause: 'sent_before',
					messageId: message?.messageId,
				});
				expect(sandbox.messages).toHaveLength(1);
				// From now on without a look.
				const lookUps = sandbox.requests.filter(({ method }) => method === 'GET').length;
				const [again] = await start({ run: orderIn(sandbox, { idempotencyKey: 'order 7' }) }).next<
					IDataObject[]
				>();
				expect(again).toMatchObject({ status: 'skipped', messageId: message?.messageId });
				expect(sandbox.requests.filter(({ method }) => method === 'GET')).toHaveLength(lookUps);
			});
		});
	});

	it('is sent if Meta has not got it', async () => {
		await withSandbox(async (sandbox) => {
			await withWorkers(async (start) => {
				const effect = { kind: 'slow-then-error', error: { code: 2 } } as const;
				// Old enough to be missing for certain.
				await leaveBehind(sandbox, start, effect, 120_000);
				const [unverified] = await start({
					run: orderIn(sandbox, { idempotencyKey: 'order 7' }),
				}).next<IDataObject[]>();
				expect(unverified).toMatchObject({ errorCode: 'unknown_outcome' });
				expect(sandbox.messages).toHaveLength(0);

				const [item] = await start({ run: orderIn(sandbox) }).next<IDataObject[]>();
				expect(item).toMatchObject({ status: 'sent' });
				const [again] = await start({ run: orderIn(sandbox) }).next<IDataObject[]>();
				expect(again).toMatchObject({ status: 'skipped', messageId: item?.messageId });
				expect(sandbox.messages).toHaveLength(1);
			});
		});
	});
});
