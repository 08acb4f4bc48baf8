import { openStage, type Stage } from './stage';

/** What 0.1 left in n8n's processed-data store. */
let stage: Stage;
beforeAll(async () => {
	stage = await openStage();
});
afterAll(async () => await stage.close());
beforeEach(() => stage.sandbox.reset());

const WHERE = { workflow: { id: 'workflow', active: false }, node: { id: 'voice' } } as never;

const leaveBehind = async (...entries: string[]) =>
	await stage.engine.processedData.checkProcessedAndRecord(entries, 'node', WHERE, {
		mode: 'entries',
	});

const entryCount = async () =>
	await stage.engine.processedData.getProcessedDataCount('node', WHERE);

async function send(idempotencyKey: string) {
	const parameters = {
		resource: 'message',
		operation: 'sendText',
		text: 'Hello',
		options: { idempotencyKey },
	};
	const run = await stage.run('messenger', { onError: 'continueRegularOutput', parameters }, [
		{ json: {} },
	]);
	const { status, errorCode, errorDetails } = run.items('Voice')[0]?.json ?? {};
	return { outcome: errorCode ?? status, errorDetails };
}

describe('a key that 0.1 used', () => {
	it('does not go out while n8n cannot say whether it was used', async () => {
		await leaveBehind('claim:sent', 'sent:sent', 'claim:unclear');
		const { beforeAccess } = stage.engine.processedData;
		stage.engine.processedData.beforeAccess = async () => {
			throw new Error('database is locked');
		};
		const refused = await send('sent');
		stage.engine.processedData.beforeAccess = beforeAccess;
		expect(refused.outcome).toBe('temporarily_unavailable');
		expect(stage.posts()).toHaveLength(0);
	});

	it('counts as sent, and is known to the ledger from then on', async () => {
		expect((await send('sent')).outcome).toBe('skipped');
		expect(await entryCount()).toBe(1);
		expect((await send('sent')).outcome).toBe('skipped');
		expect(stage.posts()).toHaveLength(0);
	});

	it('stays unknown where its outcome was', async () => {
		for (const _again of [1, 2]) {
			expect(await send('unclear')).toMatchObject({
				outcome: 'unknown_outcome',
				errorDetails: { delivered: 'unknown' },
			});
		}
		expect(stage.posts()).toHaveLength(0);
		expect(await entryCount()).toBe(0);
	});

	it('leaves others alone, and nothing behind', async () => {
		expect((await send('new')).outcome).toBe('sent');
		expect((await send('new')).outcome).toBe('skipped');
		expect(await entryCount()).toBe(0);
		expect(stage.posts()).toHaveLength(1);
	});
});
