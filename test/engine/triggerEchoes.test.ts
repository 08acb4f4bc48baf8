import type { INodeParameters } from 'n8n-workflow';

import { startSandbox, type Flavour, type Sandbox } from '../../sandbox';
import { useAccount } from './stage';
import { openTriggerStage, type TriggerStage } from './triggerStage';
import { workflowWith } from './workflow';

let stage: TriggerStage;
let sandbox: Sandbox;
beforeAll(async () => {
	stage = await openTriggerStage();
	sandbox = await startSandbox();
});
afterAll(async () => {
	await sandbox.close();
	await stage.close();
});
beforeEach(() => {
	sandbox.reset();
	sandbox.settings.subscribesInstagramLoginApps = true;
});

/** A trigger that hears echoes, and a node that sends as the same account. */
async function listenOn(flavour: Flavour, to: 'open' | 'second' = 'open') {
	const account = sandbox.accounts[flavour];
	const { appId, appSecret } = account;
	const recipient = account.recipients[to];
	const fields = { appId, appSecret, verifyToken: 'chosen-by-me' };
	const credentials = useAccount(stage.engine, sandbox, flavour, fields);
	const live = await stage.open({
		platform: 'instagram',
		registration: 'automatic',
		events: ['echo'],
	});
	await live.activate();
	const send = async (options: INodeParameters = {}) => {
		const parameters = {
			resource: 'message',
			operation: 'sendText',
			recipientId: recipient.id,
			text: 'From the workflow',
			options: { maxRetries: 0, ...options },
		};
		const node = { credentials, onError: 'continueRegularOutput' } as const;
		return await stage.engine.run(workflowWith(parameters, node), [{ json: {} }]);
	};
	const replyToComment = async () => {
		const { id } = sandbox.customer(account, recipient).comments('How much?').comment;
		const parameters = {
			resource: 'message',
			operation: 'replyToComment',
			commentId: id,
			text: 'From the workflow',
		};
		const node = { credentials, onError: 'continueRegularOutput' } as const;
		return await stage.engine.run(workflowWith(parameters, node), [{ json: {} }]);
	};
	const heard = async () => {
		await sandbox.webhooks.idle();
		const runs = await live.finished();
		return runs
			.flatMap((run) => run.items('Trigger'))
			.map(({ json }) => [json.text, json.sentBy ?? 'nobody knows']);
	};
	return {
		inbox: sandbox.inbox(account, recipient),
		recipient,
		send,
		replyToComment,
		heard,
	};
}

const OURS = ['From the workflow', 'this_app'];
const THEIRS = ['By hand', 'person'];

describe.each(['instagramLogin', 'instagramPage'] as const)(
	'on %s, where echoes name no app',
	(flavour) => {
		it('what a workflow sent is this app’s, its disclosure included, and the rest a person’s', async () => {
			const { inbox, send, heard } = await listenOn(flavour);
			inbox.writes('By hand');
			await send({ disclosure: 'A machine answers' });
			inbox.writes('By hand');
			await send();

			expect(await heard()).toEqual([
				THEIRS,
				['A machine answers', 'this_app'],
				OURS,
				THEIRS,
				OURS,
			]);
		});

		it.each(['send', 'replyToComment'] as const)(
			'the echo of a %s that comes before Meta’s answer waits for that',
			async (operation) => {
				const { [operation]: send, heard } = await listenOn(flavour);
				const fault = sandbox.faults.add({ path: /\/messages$/, effect: 'deliver-slowly' });
				const sending = send();
				await fault.reached;
				setImmediate(() => fault.release());
				await sending;

				expect(await heard()).toEqual([OURS]);
			},
		);

		it('a send of unknown outcome leaves it open who wrote', async () => {
			// Echoes to this customer stay open for a while.
			const { send, heard } = await listenOn(flavour, 'second');
			sandbox.faults.add({ path: /\/messages$/, effect: 'deliver-then-reset' });
			await send();

			expect(await heard()).toEqual([['From the workflow', 'nobody knows']]);
		});

		it('a send that Meta refused does not', async () => {
			const { inbox, recipient, send, heard } = await listenOn(flavour);
			recipient.isAvailable = false;
			expect((await send()).items('Voice')[0]?.json).toHaveProperty('errorCode');
			inbox.writes('By hand');

			expect(await heard()).toEqual([THEIRS]);
		});
	},
);
