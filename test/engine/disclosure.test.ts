import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { closeLedger } from '../../nodes/shared/ledger';
import { FLAVOURS, useAccount, useStage, vector } from './stage';

const READY = readFileSync(vector('m4a-ready.m4a'));
const TEXT = 'You are talking to an automated assistant.';

const stage = useStage();
beforeEach(forgetAll);
afterEach(() => {
	jest.restoreAllMocks();
});

/** An empty ledger from now on. */
async function forgetAll(): Promise<void> {
	await closeLedger();
	const folder = join(process.env.N8N_USER_FOLDER!, '.n8n');
	const files = ['', '-wal', '-shm'].map((end) => join(folder, `svara-ledger.sqlite${end}`));
	await Promise.all(files.map(async (file) => await rm(file, { force: true })));
}

const said = () => stage.sandbox.messages.map(({ kind, text }) => text ?? kind);

const note = async (options: INodeParameters = {}) =>
	await stage.run(
		'messenger',
		{
			onError: 'continueRegularOutput',
			parameters: { options: { disclosure: TEXT, maxRetries: 0, ...options } },
		},
		[await stage.itemWith(READY)],
	);

const jsonOf = async (run: ReturnType<typeof note>) => (await run).items('Voice')[0]?.json;

const isText = (request: { body?: Record<string, unknown> }) =>
	typeof (request.body?.message as { text?: string } | undefined)?.text === 'string';

describe('a disclosure', () => {
	it.each(FLAVOURS)('goes out first, and once, on %s', async (flavour) => {
		const parameters = { options: { disclosure: TEXT } };
		const items = [await stage.itemWith(READY), await stage.itemWith(READY)];
		await stage.run(flavour, { parameters }, items);
		await stage.run(flavour, { parameters }, items.slice(1));
		expect(said()).toEqual([TEXT, 'audio', 'audio', 'audio']);
	});

	it('comes after conversion and upload, so that a note that cannot be made says nothing', async () => {
		const bad = await stage.itemWith(Buffer.from('<html></html>'));
		const parameters = { options: { disclosure: TEXT } };
		await stage.run('messenger', { onError: 'continueRegularOutput', parameters }, [bad]);
		expect(stage.posts()).toHaveLength(0);

		await note();
		const paths = stage.posts(/./).map(({ path }) => path.split('/').at(-1));
		expect(paths).toEqual(['message_attachments', 'messages', 'messages']);
	});

	it('stands before every kind of message', async () => {
		const messageId = stage.sandbox
			.customer(
				stage.sandbox.accounts.instagramLogin,
				stage.sandbox.accounts.instagramLogin.recipients.open,
			)
			.writes('Hi').messageId;
		for (const parameters of [
			{ operation: 'sendText', text: 'a' },
			{ operation: 'sendSticker' },
			{ operation: 'sharePost', postId: stage.sandbox.accounts.instagramLogin.postIds[0]! },
			{ operation: 'react', messageId },
		]) {
			stage.sandbox.messages.length = 0;
			await forgetAll();
			const options = { disclosure: TEXT };
			await stage.run(
				'instagramLogin',
				{ parameters: { resource: 'message', ...parameters, options } },
				[{ json: {} }],
			);
			expect(said()[0]).toBe(TEXT);
		}
	});

	it('is due to each recipient, and again after the lapse', async () => {
		const { open, second } = stage.sandbox.accounts.messenger.recipients;
		const to = async ({ id }: { id: string }) => {
			const options = { disclosure: TEXT, disclosureLapseHours: 24 };
			const parameters = { recipientId: id, resource: 'message', operation: 'sendText', text: 'a' };
			await stage.run('messenger', { parameters: { ...parameters, options } }, [{ json: {} }]);
		};
		await to(open);
		await to(second);
		expect(said()).toEqual([TEXT, 'a', TEXT, 'a']);

		const start = Date.now();
		const later = (hours: number) => {
			jest.spyOn(Date, 'now').mockReturnValue(start + hours * 3_600_000);
			stage.sandbox.customerWrites(open);
		};
		later(23.99);
		await to(open);
		expect(said()).toHaveLength(5);
		later(24.01);
		await to(open);
		expect(said().slice(5)).toEqual([TEXT, 'a']);
	});

	it('carries the tag of the message behind it', async () => {
		const { windowClosed } = stage.sandbox.accounts.messenger.recipients;
		const options = { disclosure: TEXT, messageTag: 'HUMAN_AGENT', maxRetries: 0 };
		const text = { resource: 'message', operation: 'sendText', text: 'a' };
		const parameters = { ...text, recipientId: windowClosed.id, options };
		await stage.run('messenger', { parameters }, [{ json: {} }]);
		expect(stage.sandbox.messages).toMatchObject([
			{ text: TEXT, tag: 'HUMAN_AGENT' },
			{ text: 'a', tag: 'HUMAN_AGENT' },
		]);
	});

	it('is not repeated after a note that failed', async () => {
		stage.sandbox.faults.add({
			path: /messages$/,
			when: (request) => !isText(request),
			effect: { error: { code: 551 } },
		});
		expect(await jsonOf(note())).toMatchObject({ errorCode: 'message_not_allowed' });
		expect(await jsonOf(note())).toMatchObject({ status: 'sent' });
		expect(said()).toEqual([TEXT, 'audio']);
	});

	it('is not repeated by Retry On Fail either', async () => {
		stage.sandbox.faults.add({
			path: /messages$/,
			when: (request) => !isText(request),
			effect: { error: { code: 551 } },
		});
		const parameters = { options: { disclosure: TEXT } };
		const item = await stage.itemWith(READY);
		await stage.run('messenger', { retryOnFail: true, maxTries: 2, parameters }, [item]);
		expect(said()).toEqual([TEXT, 'audio']);
	});

	it('that is refused stops the note, says so, and is due the next time', async () => {
		stage.sandbox.faults.add({ path: /messages$/, effect: { error: { code: 551 } } });
		const refused = await jsonOf(note({ idempotencyKey: 'k' }));
		expect(refused).toMatchObject({
			error: expect.stringMatching(/disclosure was not sent.*\[item 0\]$/),
			errorCode: 'message_not_allowed',
			errorDetails: { delivered: 'no' },
		});
		expect(said()).toEqual([]);
		expect(await jsonOf(note({ idempotencyKey: 'k' }))).toMatchObject({ status: 'sent' });
		expect(said()).toEqual([TEXT, 'audio']);
	});

	it('whose outcome is unknown stops the note, says so, and is said again by the next execution', async () => {
		stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-500' });
		const unknown = await jsonOf(note({ idempotencyKey: 'k' }));
		expect(unknown).toMatchObject({
			error: expect.stringMatching(/disclosure/),
			errorCode: 'unknown_outcome',
			errorDetails: { delivered: 'unknown', fix: expect.stringContaining('said again') },
		});
		expect(said()).toEqual([TEXT]);
		// The note itself was never posted, so its key is free.
		expect(await jsonOf(note({ idempotencyKey: 'k' }))).toMatchObject({ status: 'sent' });
		expect(await jsonOf(note())).toMatchObject({ status: 'sent' });
		expect(said()).toEqual([TEXT, TEXT, 'audio', 'audio']);
	});

	it.each([undefined, 'continueRegularOutput'] as const)(
		'whose outcome is unknown is said again by the next item, not by Retry On Fail, with on error = %s',
		async (onError) => {
			stage.sandbox.faults.add({ path: /messages$/, effect: 'reset-before-reading' });
			const parameters = {
				resource: 'message',
				operation: 'sendText',
				text: '={{ $json.text }}',
				options: { disclosure: TEXT },
			};
			const node = { retryOnFail: true, maxTries: 3, parameters, ...(onError ? { onError } : {}) };
			const items = ['a', 'b', 'c'].map((text) => ({ json: { text } }));
			const run = await stage.run('messenger', node, items);
			if (onError) {
				expect(run.items('Voice').map(({ json }) => json.errorCode ?? json.status)).toEqual([
					'unknown_outcome',
					'sent',
					'sent',
				]);
				expect(said()).toEqual([TEXT, 'b', 'c']);
			} else {
				expect(run.error?.message).toMatch(/disclosure.*\[item 0\]$/);
				expect(stage.posts()).toHaveLength(1);
			}
		},
	);

	it('whose outcome is unknown can be verified like any message', async () => {
		stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-500' });
		const { second } = stage.sandbox.accounts.messenger.recipients;
		const options = { disclosure: TEXT, maxRetries: 0, onUnknownOutcome: 'verify' };
		const parameters = { recipientId: second.id, options };
		const run = await stage.run('messenger', { parameters }, [await stage.itemWith(READY)]);
		expect(run.items('Voice')[0]?.json).toMatchObject({ status: 'sent' });
		expect(said()).toEqual([TEXT, 'audio']);
	});

	it('is not said for a note that its key holds back', async () => {
		const text = { resource: 'message', operation: 'sendText', text: 'a' };
		const send = async (options: INodeParameters) =>
			await stage.run('messenger', { parameters: { ...text, options } }, [{ json: {} }]);
		await send({ idempotencyKey: 'k' });
		const again = await send({ idempotencyKey: 'k', disclosure: TEXT });
		expect(again.items('Voice')[0]?.json.status).toBe('skipped');
		await send({ disclosure: TEXT });
		expect(said()).toEqual(['a', TEXT, 'a']);
	});

	it('is said once by all nodes of a workflow, whatever lapse each has', async () => {
		const { open } = stage.sandbox.accounts.messenger.recipients;
		useAccount(stage.engine, stage.sandbox, 'messenger');
		const node = (name: string, lapse: number) => ({
			id: `id of ${name}`,
			name,
			type: 'n8n-nodes-svara.svaraVoiceNote',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: {
				platform: 'messenger',
				resource: 'message',
				operation: 'sendText',
				recipientId: open.id,
				text: name,
				options: { disclosure: TEXT, disclosureLapseHours: lapse },
			},
		});
		const start = {
			...node('Start', 0),
			type: 'n8n-nodes-base.manualTrigger',
			parameters: {},
		};
		const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
		await stage.engine.run(
			{
				nodes: [start, node('A', 24), node('B', 24), node('C', 1), node('D', 8760)],
				connections: { Start: to('A'), A: to('B'), B: to('C'), C: to('D') },
			},
			[{ json: {} }],
		);
		expect(said()).toEqual([TEXT, 'A', 'B', 'C', 'D']);
	});

	it.each(['empty', 'otherwise'])('holds where the credential names its Page %s', async (how) => {
		const text = { resource: 'message', operation: 'sendText', text: 'a' };
		const parameters = { ...text, options: { disclosure: TEXT } };
		await stage.run('messenger', { parameters }, [{ json: {} }]);
		const credential = how === 'empty' ? { pageId: '' } : { pageId: 'me' };
		await stage.run('messenger', { parameters, credential }, [{ json: {} }]);
		expect(said()).toEqual([TEXT, 'a', 'a']);
	});
});
