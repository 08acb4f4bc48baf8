import { readFileSync } from 'node:fs';

import type { INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';

import { RESOURCES } from '../../nodes/SvaraVoiceNote/operations';
import type { Flavour } from '../../sandbox';
import { PDF, PNG } from './files';
import type { EngineRun } from './harness';
import { useStage, vector } from './stage';

const stage = useStage();

interface Row {
	/** `resource.operation`. */
	operation: string;
	flavour: Flavour;
	/** Filled in when the sandbox's world stands. */
	parameters?: () => INodeParameters;
	file?: Buffer;
	/** The second item's, where it is not an expired token that makes it fail. */
	bad?: { file?: Buffer; parameters?: () => INodeParameters; code: string };
	/** What a good item comes out as, at least. */
	output: () => object;
	/** Whether customers get something, so that nothing may follow a failure that stops the run. */
	sends?: true;
	/** Whether a good item comes out as several. */
	lists?: true;
}

const account = (flavour: Flavour) => stage.sandbox.accounts[flavour];
const open = (flavour: Flavour) => account(flavour).recipients.open;

/** A message of the customer's, to react to. */
const theirMessage = (flavour: Flavour) =>
	stage.sandbox.customer(account(flavour), open(flavour)).writes('Hi').messageId;

const theirComment = (flavour: Flavour) =>
	stage.sandbox.customer(account(flavour), open(flavour)).comments('Nice!').comment.id;

const M4A = readFileSync(vector('m4a-ready.m4a'));
const NOT_AUDIO = Buffer.from('<html></html>');
const SENT = { status: 'sent', messageId: expect.any(String), attempts: 1 };

const ROWS: Row[] = [
	{
		operation: 'voiceNote.send',
		flavour: 'instagramPage',
		file: M4A,
		output: () => ({ ...SENT, delivery: 'upload', recipientId: open('instagramPage').id }),
		sends: true,
	},
	{
		operation: 'voiceNote.convert',
		flavour: 'messenger',
		file: M4A,
		bad: { file: NOT_AUDIO, code: 'audio_unsupported' },
		output: () => ({ audio: { converted: false } }),
	},
	{
		operation: 'message.sendText',
		flavour: 'messenger',
		parameters: () => ({
			text: 'Hello',
			quickReplies: { reply: [{ title: 'Yes', payload: 'YES' }, { title: 'No' }] },
		}),
		output: () => SENT,
		sends: true,
	},
	{
		operation: 'message.sendTemplate',
		flavour: 'instagramPage',
		parameters: () => ({
			text: 'What would you like?',
			buttons: { button: [{ kind: 'postback', title: 'Book', payload: 'BOOK' }] },
		}),
		output: () => SENT,
		sends: true,
	},
	{
		operation: 'message.sendMedia',
		flavour: 'instagramLogin',
		file: PNG,
		parameters: () => ({ mediaType: 'image' }),
		output: () => ({ ...SENT, mediaType: 'image', delivery: 'signedUrl' }),
		sends: true,
	},
	{
		operation: 'message.sendMedia',
		flavour: 'messenger',
		file: PDF,
		parameters: () => ({ mediaType: 'file' }),
		bad: { file: Buffer.alloc(0), code: 'audio_empty' },
		output: () => ({ ...SENT, delivery: 'upload', attachmentId: expect.any(String) }),
		sends: true,
	},
	{
		operation: 'message.sendSticker',
		flavour: 'instagramLogin',
		output: () => SENT,
		sends: true,
	},
	{
		operation: 'message.sharePost',
		flavour: 'instagramPage',
		parameters: () => ({ postId: account('instagramPage').postIds[0]! }),
		output: () => SENT,
		sends: true,
	},
	{
		operation: 'message.react',
		flavour: 'instagramLogin',
		parameters: () => ({ messageId: theirMessage('instagramLogin'), reaction: '😊' }),
		output: () => ({ status: 'sent', reaction: '😊', attempts: 1 }),
		sends: true,
	},
	{
		operation: 'message.unreact',
		flavour: 'instagramPage',
		parameters: () => ({ messageId: theirMessage('instagramPage') }),
		output: () => ({ status: 'sent', messageId: expect.any(String) }),
		sends: true,
	},
	{
		operation: 'message.replyToComment',
		flavour: 'instagramLogin',
		parameters: () => {
			// Each takes one private reply.
			const ids = [0, 1, 2].map(() => theirComment('instagramLogin'));
			return { commentId: `={{ ${JSON.stringify(ids)}[$itemIndex] }}`, text: 'Hello' };
		},
		output: () => ({ ...SENT, replyAs: 'private', recipientId: open('instagramLogin').id }),
		sends: true,
	},
	{
		operation: 'message.senderAction',
		flavour: 'messenger',
		parameters: () => ({ action: 'mark_seen' }),
		output: () => ({ status: 'sent', action: 'mark_seen' }),
	},
	{
		operation: 'attachment.upload',
		flavour: 'messenger',
		file: PNG,
		parameters: () => ({ mediaType: 'image' }),
		output: () => ({ attachmentId: expect.stringMatching(/^\d+$/), mediaType: 'image' }),
	},
	{
		operation: 'attachment.download',
		flavour: 'instagramLogin',
		parameters: () => {
			const sandbox = stage.sandbox;
			const customer = sandbox.customer(account('instagramLogin'), open('instagramLogin'));
			customer.sendsVoiceNote(M4A);
			const url = sandbox.customerMessages.at(-1)?.attachments[0]?.url ?? '';
			return { url: `={{ $json.isBad ? "https://example.com/note.m4a" : "${url}" }}` };
		},
		bad: { code: 'invalid_input' },
		output: () => ({
			file: { fileName: 'voice-note.m4a', mimeType: 'audio/mp4', sizeBytes: M4A.length },
		}),
	},
	{
		operation: 'conversation.getWindow',
		flavour: 'messenger',
		output: () => ({ isOpen: true, isCertain: true, closesAt: expect.any(String) }),
	},
	{
		operation: 'conversation.getProfile',
		flavour: 'instagramLogin',
		output: () => ({ id: open('instagramLogin').id, username: 'asha.rao' }),
	},
	{
		operation: 'conversation.getMany',
		flavour: 'instagramPage',
		parameters: () => ({ limit: 2 }),
		output: () => ({ customerId: expect.stringMatching(/^7\d+$/), updatedAt: expect.any(String) }),
		lists: true,
	},
	{
		operation: 'conversation.getMessages',
		flavour: 'messenger',
		parameters: () => (theirMessage('messenger'), { limit: 2 }),
		output: () => ({
			customerId: open('messenger').id,
			direction: 'inbound',
			role: 'user',
			text: expect.stringMatching(/^H/),
		}),
		lists: true,
	},
	{
		operation: 'conversation.threadControl',
		flavour: 'messenger',
		parameters: () => ({ threadAction: 'release', metadata: 'Done' }),
		output: () => ({ threadAction: 'release', success: true }),
	},
	{
		operation: 'account.get',
		flavour: 'messenger',
		output: () => ({ accountId: account('messenger').pageId, name: account('messenger').name }),
	},
	{
		operation: 'account.getMessagingProfile',
		flavour: 'instagramPage',
		output: () => ({ iceBreakers: [], persistentMenu: [] }),
	},
	{
		operation: 'account.setMessagingProfile',
		flavour: 'instagramLogin',
		parameters: () => ({ iceBreakers: { question: [{ question: 'Where are you?' }] } }),
		output: () => ({ changed: ['iceBreakers'], success: true }),
	},
	{
		operation: 'account.refreshToken',
		flavour: 'instagramLogin',
		output: () => ({ expiresAt: expect.stringMatching(/^\d{4}-/) }),
	},
];

const MODES: Array<OnError | undefined> = [
	undefined,
	'continueRegularOutput',
	'continueErrorOutput',
];

it('has a row for every operation, and says which ones reach customers', () => {
	const reaching = (list: Array<[operation: string, reaches: boolean]>) => new Map(list.sort());
	const operations = RESOURCES.flatMap(({ value, operations: each }) =>
		each.map((operation): [string, boolean] => [
			`${value}.${operation.value}`,
			operation.reachesCustomers,
		]),
	);

	expect(reaching(ROWS.map(({ operation, sends = false }) => [operation, sends]))).toEqual(
		reaching(operations),
	);
});

async function runThree(row: Row, onError: OnError | undefined): Promise<EngineRun> {
	const { valid, expired } = account(row.flavour).tokens;
	const field = row.flavour === 'messenger' ? 'pageAccessToken' : 'accessToken';
	const [resource, operation] = row.operation.split('.') as [string, string];
	const itemOf = async (isBad: boolean): Promise<INodeExecutionData> => {
		const file = (isBad && row.bad?.file) || row.file;
		return file ? await stage.itemWith(file, { isBad }) : { json: { isBad } };
	};
	return await stage.run(
		row.flavour,
		{
			...(onError ? { onError } : {}),
			...(row.bad
				? {}
				: { credential: { [field]: `={{ $json.isBad ? "${expired}" : "${valid}" }}` } }),
			parameters: { resource, operation, ...row.parameters?.(), options: { maxRetries: 0 } },
		},
		[await itemOf(false), await itemOf(true), await itemOf(false)],
	);
}

describe.each(ROWS)('$operation on $flavour, its second item failing', (row) => {
	const code = row.bad?.code ?? 'invalid_token';
	const expectGood = (items: INodeExecutionData[], from: number[]) => {
		const origins = items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(origins).toEqual(row.lists ? from.flatMap((item) => [item, item]) : from);
		for (const { json } of items) expect(json).toMatchObject(row.output());
	};
	const expectFailed = (item: INodeExecutionData | undefined) => {
		expect(item?.pairedItem).toEqual({ item: 1 });
		// On the error output n8n puts the input's own fields beside these.
		expect(item?.json).toMatchObject({
			error: expect.stringMatching(/^[A-Z'].*\[item 1\]$/),
			errorCode: code,
			errorDetails: { fix: expect.any(String), delivered: 'no' },
		});
	};

	it.each(MODES)('on error = %s', async (onError) => {
		const run = await runThree(row, onError);
		const [output = [], errors = []] = run.outputs('Voice');
		if (onError === undefined) {
			expect(run.status).toBe('error');
			expect(run.error?.message).toMatch(/\[item 1\]$/);
			const { context } = run.error as unknown as { context: { errorCode: string } };
			expect(context.errorCode).toBe(code);
			if (row.sends) {
				// The third may have started before the second's refusal came in.
				expect(run.error?.description).toMatch(/(1 item was|2 items were) sent before$/);
				expect(stage.sandbox.messages.length + stage.sandbox.senderActions.length).not.toBe(0);
			}
		} else if (onError === 'continueRegularOutput') {
			const failedAt = output.findIndex(({ json }) => 'errorCode' in json);
			expectFailed(output[failedAt]);
			expectGood(output.toSpliced(failedAt, 1), [0, 2]);
		} else {
			expectGood(output, [0, 2]);
			expect(errors).toHaveLength(1);
			expectFailed(errors[0]);
		}
	});
});
