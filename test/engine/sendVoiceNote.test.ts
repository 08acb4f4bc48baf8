import { readFileSync } from 'node:fs';

import { FLAVOURS, PAGE_FLAVOURS, useStage, vector } from './stage';
import { workflowWith } from './workflow';

const stage = useStage();

const recipients = (flavour: (typeof FLAVOURS)[number]) =>
	stage.sandbox.accounts[flavour].recipients;

describe.each(FLAVOURS)('on %s', (flavour) => {
	it('a WhatsApp-style recording arrives as a voice note that plays', async () => {
		const item = await stage.itemWith(vector('ogg-opus.ogg'));
		const run = await stage.run(flavour, {}, [item]);

		expect(run.error).toBeUndefined();
		const [sent] = stage.sandbox.messages;
		expect(sent).toMatchObject({ kind: 'audio', recipientId: recipients(flavour).open.id });
		expect(sent?.attachment).toMatchObject({ container: 'm4a', codec: 'aac', isFastStart: true });
		expect(run.items('Voice')).toEqual([
			{
				json: {
					platform: flavour === 'messenger' ? 'messenger' : 'instagram',
					recipientId: recipients(flavour).open.id,
					messageId: sent?.messageId,
					status: 'sent',
					...(flavour === 'instagramLogin' ? {} : { attachmentId: expect.stringMatching(/^\d+$/) }),
					delivery: flavour === 'instagramLogin' ? 'signedUrl' : 'upload',
					attempts: 1,
					audio: {
						input: {
							container: 'ogg',
							codec: 'opus',
							durationSeconds: expect.any(Number),
							sizeBytes: readFileSync(vector('ogg-opus.ogg')).length,
						},
						output: {
							container: 'm4a',
							codec: 'aac',
							durationSeconds: expect.any(Number),
							sizeBytes: sent?.attachment?.sizeBytes,
						},
						converted: true,
					},
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(stage.posts()).toHaveLength(1);
	});

	it('a file that plays already arrives byte for byte, and can be put on the output', async () => {
		const original = readFileSync(vector('m4a-ready.m4a'));
		const item = await stage.itemWith(original);
		const options = { outputBinaryPropertyName: 'sent' };
		const run = await stage.run(flavour, { parameters: { options } }, [item]);

		expect(stage.sandbox.messages[0]?.attachment?.bytes.equals(original)).toBe(true);
		const [output] = run.items('Voice');
		expect(output?.json.audio).toMatchObject({ converted: false });
		expect((await run.readBinary(output!, 'sent')).equals(original)).toBe(true);
		expect(output?.binary?.sent).toMatchObject({
			fileName: 'voice-note.m4a',
			mimeType: 'audio/mp4',
		});
	});

	it('many items come out in order, each paired with its own', async () => {
		const bytes = readFileSync(vector('m4a-ready.m4a'));
		const ids = Array.from({ length: 6 }, () => ['second', 'open'] as const).flat();
		const items = await Promise.all(
			ids.map(
				async (who, i) => await stage.itemWith(bytes, { to: recipients(flavour)[who].id, i }),
			),
		);
		const run = await stage.run(flavour, { parameters: { recipientId: '={{ $json.to }}' } }, items);

		const output = run.items('Voice');
		expect(output.map((item) => item.pairedItem)).toEqual(items.map((_, item) => ({ item })));
		const sentIds = stage.sandbox.messages.map((message) => message.messageId);
		for (const who of ['open', 'second'] as const) {
			const of = (all: Array<{ recipientId?: unknown; messageId?: unknown }>) =>
				all
					.filter((one) => one.recipientId === recipients(flavour)[who].id)
					.map((one) => one.messageId);
			expect(of(output.map((item) => item.json))).toEqual(of(stage.sandbox.messages));
		}
		expect(new Set(sentIds).size).toBe(12);
	});

	it('quotes, tags and shows that somebody is typing', async () => {
		const item = await stage.itemWith(vector('m4a-ready.m4a'));
		const closed = recipients(flavour).windowClosed.id;
		const quoted = stage.sandbox.customerMessages.find((each) => each.recipientId === closed);
		const replyToMessageId = quoted?.messageId ?? '';
		const options = { replyToMessageId, messageTag: 'HUMAN_AGENT', showTyping: true };
		await stage.run(flavour, { parameters: { recipientId: closed, options } }, [item]);
		expect(stage.sandbox.messages).toMatchObject([
			{
				recipientId: closed,
				tag: 'HUMAN_AGENT',
				messagingType: 'MESSAGE_TAG',
				replyTo: replyToMessageId,
			},
		]);
		// Meta refuses typing outside the window; the note goes out all the same.
		const second = await stage.itemWith(vector('m4a-ready.m4a'));
		await stage.run(flavour, { parameters: { options: { showTyping: true } } }, [second]);
		expect(stage.sandbox.senderActions).toMatchObject([{ action: 'typing_on' }]);
		expect(stage.sandbox.messages).toHaveLength(2);
	});

	it('keeps every token and secret out of URLs, items, messages and logs', async () => {
		const { tokens, appSecret } = stage.sandbox.accounts[flavour];
		const good = await stage.itemWith(vector('ogg-opus.ogg'));
		const bad = await stage.itemWith(Buffer.from('<html></html>'));
		const runs = [
			await stage.run(flavour, { onError: 'continueRegularOutput' }, [good, bad]),
			await stage.run(flavour, { parameters: { recipientId: '1' } }, [good]),
		];
		const seen = JSON.stringify([
			stage.sandbox.requests.map(({ path, query, body }) => ({ path, query, body })),
			runs.map(({ runData, error }) => ({
				runData,
				error,
				message: error?.message,
				stack: error?.stack,
			})),
			stage.engine.logs,
		]);
		expect(seen).not.toContain(tokens.valid);
		expect(seen).not.toContain(appSecret);
		// The signed link is as good as the file while it lives: only Meta may see it.
		expect(JSON.stringify(runs.map((run) => run.runData))).not.toContain('binary-data/signed');
	});
});

describe('an attachment id', () => {
	it.each(PAGE_FLAVOURS)('is sent again without reading anything (%s)', async (flavour) => {
		const item = await stage.itemWith(vector('m4a-ready.m4a'));
		const first = await stage.run(flavour, {}, [item]);
		const attachmentId = first.items('Voice')[0]?.json.attachmentId;
		const run = await stage.run(
			flavour,
			{ parameters: { audioSource: 'attachmentId', attachmentId: '={{ $json.id }}' } },
			[{ json: { id: attachmentId } }],
		);
		const [output] = run.items('Voice');
		expect(output?.json).toMatchObject({
			status: 'sent',
			delivery: 'attachmentId',
			attachmentId,
		});
		expect(output?.json).not.toHaveProperty('audio');
		expect(stage.sandbox.messages).toHaveLength(2);
	});

	it('that Meta does not know is said so', async () => {
		const run = await stage.run(
			'messenger',
			{ parameters: { audioSource: 'attachmentId', attachmentId: '123' } },
			[{ json: {} }],
		);
		expect(run.error?.message).toBe('Meta does not know this attachment id [item 0]');
		expect(run.error?.description).toContain('90 days');
	});

	it('of this run that Meta refuses is replaced by a one-step send', async () => {
		stage.sandbox.faults.add({
			path: /messages$/,
			effect: { error: { code: 100, subcode: 2018074 } },
		});
		const run = await stage.run('messenger', {}, [await stage.itemWith(vector('ogg-opus.ogg'))]);
		expect(run.items('Voice')[0]?.json).toMatchObject({ delivery: 'oneStep', attempts: 2 });
		expect(stage.sandbox.messages[0]?.attachment).toMatchObject({
			source: 'multipart',
			fileName: 'voice-note.m4a',
		});
	});
});

describe('accounts', () => {
	it('may differ from item to item, by expressions in the credential', async () => {
		const { sandbox, engine } = stage;
		const other = sandbox.addAccount('messenger', { name: 'Other Page' });
		const accounts = [sandbox.accounts.messenger, other];
		const items = await Promise.all(
			accounts.map(
				async (account) =>
					await stage.itemWith(vector('m4a-ready.m4a'), {
						token: account.tokens.valid,
						page: account.pageId,
						to: account.recipients.open.id,
					}),
			),
		);
		engine.setCredential('svaraMessengerApi', {
			pageAccessToken: '={{ $json.token }}',
			pageId: '={{ $json.page }}',
			baseUrl: sandbox.baseUrl('messenger'),
		});
		const run = await engine.run(
			workflowWith({ platform: 'messenger', recipientId: '={{ $json.to }}' }),
			items,
		);
		const accountOf = new Map(sandbox.messages.map((sent) => [sent.messageId, sent.accountId]));
		expect(run.items('Voice').map(({ json }) => accountOf.get(String(json.messageId)))).toEqual(
			accounts.map(({ id }) => id),
		);
	});
});
