import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { fileFrom } from '../../demo/fileNode';
import { shutdownEngines } from '../../lib/audio';
import { startSandbox, type Sandbox } from '../../sandbox';
import { startEngine, type Engine, type LiveWorkflow, type WorkflowDefinition } from './harness';
import { FLAVOURS, useAccount, vector } from './stage';

const EXAMPLE = readFileSync(
	resolve(__dirname, '../../../examples/answer-a-voice-note.json'),
	'utf8',
);
const NOTE = readFileSync(vector('m4a-ready.m4a'));

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
	sandbox = await startSandbox();
	engine = await startEngine({
		nodes: { 'n8n-nodes-base.httpRequest': fileFrom(vector('ogg-opus.ogg')) },
	});
});
afterAll(async () => {
	await engine.close();
	await sandbox.close();
	await shutdownEngines();
});

describe.each(FLAVOURS)('the example, published on %s', (flavour) => {
	const account = () => sandbox.accounts[flavour];
	const customer = () => sandbox.customer(account(), account().recipients.open);
	let live: LiveWorkflow;

	beforeEach(async () => {
		sandbox.reset();
		sandbox.settings.subscribesInstagramLoginApps = true;
		const { appId, appSecret } = account();
		useAccount(engine, sandbox, flavour, { appId, appSecret, verifyToken: 'chosen-by-me' });
		const example = JSON.parse(
			EXAMPLE.replaceAll(
				'"platform": "instagram"',
				`"platform": "${flavour === 'messenger' ? 'messenger' : 'instagram'}"`,
			).replace('"registration": "manual"', '"registration": "automatic"'),
		) as WorkflowDefinition;
		live = await engine.serve({
			...example,
			id: `${flavour}-${expect.getState().currentTestName}`,
		});
		await live.activate();
		// Where echoes have a field of their own, subscribe to it: they are to arrive, and start nothing.
		const fields = flavour === 'instagramPage' ? ['messages'] : ['messages', 'message_echoes'];
		sandbox.webhooks.subscribeAccount(account(), fields);
		await sandbox.webhooks.setInDashboard(account(), {
			callbackUrl: live.url,
			verifyToken: 'chosen-by-me',
			fields: ['messages', 'message_echoes'],
		});
	});
	afterEach(async () => await live.close());

	/** All executions, and all webhooks they caused in turn. */
	async function settled() {
		await sandbox.webhooks.idle();
		const runs = await live.finished();
		await sandbox.webhooks.idle();
		expect(live.runs).toHaveLength(runs.length);
		return runs;
	}

	it('answers a voice note with a voice note, and the echo of that starts nothing', async () => {
		customer().sendsVoiceNote(NOTE);
		const runs = await settled();

		expect(runs.map(({ error }) => error)).toEqual([undefined]);
		expect(sandbox.messages).toMatchObject([
			{ kind: 'audio', recipientId: account().recipients.open.id },
		]);
		expect(sandbox.messages[0]?.attachment).toMatchObject({ container: 'm4a', codec: 'aac' });
		expect(runs[0]!.items('Answer')[0]?.json).toMatchObject({ status: 'sent' });
		const [item] = runs[0]!.items('Svara Trigger');
		expect((await runs[0]!.readBinary(item!)).equals(NOTE)).toBe(true);

		const bodies = sandbox.webhooks.deliveries.map(({ body }) => body.toString());
		expect(bodies.filter((body) => body.includes('"is_echo":true'))).toHaveLength(1);
		expect(new Set(sandbox.webhooks.deliveries.map(({ status }) => status))).toEqual(
			new Set([200]),
		);
	});

	it('answers once, however often Meta delivers', async () => {
		customer().sendsVoiceNote(NOTE);
		await settled();
		const [first] = sandbox.webhooks.deliveries;
		const again = await Promise.all(
			Array.from({ length: 10 }, async () => await sandbox.webhooks.redeliver(first!)),
		);
		expect(again.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
		await settled();
		expect(live.runs).toHaveLength(1);
		expect(sandbox.messages).toHaveLength(1);
	});

	it('leaves texts to others, and forged notes out', async () => {
		customer().writes('Hello?');
		await settled();
		const { event } = customer().sendsVoiceNote(NOTE);
		const forged = await sandbox.webhooks.deliver([event], { signature: 'forged' });
		expect(forged.map(({ status }) => status)).toEqual([401]);
		expect((await settled()).length).toBe(1);
	});
});
