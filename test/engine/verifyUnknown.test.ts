import type { INodeParameters } from 'n8n-workflow';

import { hashedKey, Ledger } from '../../lib/ledger';
import { readLedgerSettings } from '../../nodes/shared/ledgerSettings';
import type { Flavour } from '../../sandbox';
import { HAS_SQLITE } from '../ledger/stores';
import { FLAVOURS, useStage, vector } from './stage';

const stage = useStage();
/** What came of a note behind an unclear answer. Looking takes 5 s: the accounts do it side by side. */
let verified: Map<Flavour, Awaited<ReturnType<typeof sendUnclear>>>;
beforeAll(async () => {
	stage.sandbox.faults.add({
		path: /messages$/,
		times: FLAVOURS.length,
		effect: 'deliver-then-500',
	});
	verified = new Map(
		await Promise.all(
			FLAVOURS.map(async (flavour) => [flavour, await sendUnclear(flavour)] as const),
		),
	);
});

const VERIFY = { onUnknownOutcome: 'verify', maxRetries: 0 };
const note = async (options: INodeParameters = VERIFY) => ({
	node: { onError: 'continueRegularOutput' as const, parameters: { options } },
	items: [await stage.itemWith(vector('m4a-ready.m4a'))],
});

/** Sends a note twice with one key. */
async function sendUnclear(flavour: Flavour) {
	const { id } = stage.sandbox.accounts[flavour].recipients.open;
	const { node, items } = await note({ ...VERIFY, idempotencyKey: `verified ${flavour}` });
	const run = await stage.run(flavour, node, items);
	const [sent] = stage.sandbox.messages.filter(({ recipientId }) => recipientId === id);
	const again = await stage.run(flavour, node, items);
	const posts = stage
		.posts()
		.filter(({ body }) => (body?.recipient as { id?: string } | undefined)?.id === id);
	return { run, again, sent, posts };
}

it.each(FLAVOURS)(
	'a note that arrived behind an unclear answer counts as sent (%s)',
	async (flavour) => {
		const { run, again, sent, posts } = verified.get(flavour)!;
		expect(run.items('Voice')[0]?.json).toMatchObject({
			status: 'sent',
			verified: true,
			messageId: sent?.messageId,
			attempts: 1,
		});
		expect(posts).toHaveLength(1);
		expect(again.items('Voice')[0]?.json).toMatchObject({ skippedBecause: 'sent_before' });
	},
);

it('a text as well, and the lookups keep to two a second', async () => {
	stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-reset' });
	const parameters = { resource: 'message', operation: 'sendText', text: 'Hello', options: VERIFY };
	const run = await stage.run('messenger', { parameters }, [{ json: {} }]);
	expect(run.items('Voice')[0]?.json).toMatchObject({ status: 'sent', verified: true });
	// The sandbox answers 613 to a third call within a second.
	const lookups = stage.sandbox.requests.filter(({ method }) => method === 'GET');
	expect(lookups.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
});

it('a colleague’s note of the same moment leaves it open, and the key claimed', async () => {
	const { sandbox } = stage;
	const { messenger } = sandbox.accounts;
	const fault = sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-500' });
	void fault.reached.then(() => {
		const [mine] = sandbox.messages;
		sandbox.messages.push({
			...mine!,
			messageId: 'm_colleague',
			recipientId: messenger.recipients.open.id,
		});
	});
	const { node, items } = await note({ ...VERIFY, idempotencyKey: 'colleague' });
	const run = await stage.run('messenger', node, items);
	expect(run.items('Voice')[0]?.json).toMatchObject({ errorCode: 'unknown_outcome' });
	const again = await stage.run('messenger', node, items);
	expect(again.items('Voice')[0]?.json).toMatchObject({
		error: expect.stringContaining('posted before') as string,
		errorCode: 'unknown_outcome',
	});
});

(HAS_SQLITE ? it : it.skip)(
	'another worker’s note of the same moment is told apart by its id',
	async () => {
		const { sandbox } = stage;
		// To another customer than before: of that one a message is in doubt.
		const { id: recipientId } = sandbox.accounts.messenger.recipients.second;
		const rival = new Ledger(readLedgerSettings(process.env));
		try {
			const fault = sandbox.faults.add({ path: /messages$/, effect: 'deliver-slowly' });
			const { node, items } = await note({ ...VERIFY, timeout: 1 });
			Object.assign(node.parameters, { recipientId });
			const running = stage.run('messenger', node, items);
			await fault.reached;
			const [mine] = sandbox.messages;
			sandbox.messages.push({ ...mine!, messageId: 'm_theirs', recipientId });
			const claimed = await rival.sends.claim(
				hashedKey('send', 'theirs'),
				AbortSignal.timeout(5_000),
			);
			if (claimed.state !== 'claimed') throw new Error(claimed.state);
			await claimed.claim.sent({ messageId: 'm_theirs' });
			const run = await running;
			fault.release();
			expect(run.items('Voice')[0]?.json).toMatchObject({
				status: 'sent',
				verified: true,
				messageId: mine!.messageId,
			});
		} finally {
			await rival.close();
		}
	},
);

it('by default nothing is looked up', async () => {
	stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-500' });
	const { node, items } = await note({ maxRetries: 0 });
	const run = await stage.run('messenger', node, items);
	expect(run.items('Voice')[0]?.json).toMatchObject({ errorCode: 'unknown_outcome' });
	const lookups = () => stage.sandbox.requests.filter(({ method }) => method === 'GET');
	expect(lookups()).toEqual([]);

	// That note may turn up at any time, and would be taken for the next one.
	stage.sandbox.faults.add({ path: /messages$/, effect: { error: { code: 1200 } } });
	const next = await stage.run('messenger', (await note()).node, items);
	expect(next.items('Voice')[0]?.json.status).not.toBe('sent');
	expect(lookups()).toEqual([]);
});
