import type { INodeParameters } from 'n8n-workflow';

import type { Flavour } from '../../sandbox';
import { FLAVOURS, useStage, type VoiceNode } from './stage';

const stage = useStage();

const account = (flavour: Flavour) => stage.sandbox.accounts[flavour];
const stranger = (flavour: Flavour) =>
	stage.sandbox.addRecipient(account(flavour), { lastWroteAt: null });
const commentOn = (flavour: Flavour, options = {}) =>
	stage.sandbox.customer(account(flavour), stranger(flavour)).comments('How much?', options)
		.comment;

async function reply(flavour: Flavour, parameters: INodeParameters, node: VoiceNode = {}) {
	const run = await stage.run(
		flavour,
		{
			onError: 'continueRegularOutput',
			...node,
			parameters: {
				resource: 'message',
				operation: 'replyToComment',
				text: 'Ten euros',
				...parameters,
			},
		},
		[{ json: {} }],
	);
	return run.items('Voice')[0]?.json;
}

const HOURS = 3_600_000;

describe.each(FLAVOURS)('on %s, a private reply', (flavour) => {
	it('reaches the person behind the comment, who has never written', async () => {
		const { id: commentId, recipientId } = commentOn(flavour);

		const json = await reply(flavour, { commentId });

		expect(json).toEqual({
			platform: flavour === 'messenger' ? 'messenger' : 'instagram',
			commentId,
			replyAs: 'private',
			status: 'sent',
			recipientId,
			messageId: expect.any(String),
			attempts: 1,
		});
		expect(stage.sandbox.messages).toMatchObject([{ recipientId, text: 'Ten euros' }]);
	});

	it('goes out once a comment, and opens no window', async () => {
		const { id: commentId, recipientId = '' } = commentOn(flavour);
		await reply(flavour, { commentId });

		expect(await reply(flavour, { commentId })).toMatchObject({
			errorCode: 'message_not_allowed',
			error: expect.stringContaining('no private reply'),
			errorDetails: { delivered: 'no', metaSubcode: 2534025 },
		});
		expect(await reply(flavour, { operation: 'sendText', recipientId })).toMatchObject({
			errorCode: expect.stringMatching(/messaging_window_closed|message_not_allowed/),
		});
		expect(stage.sandbox.messages).toHaveLength(1);
	});

	it('comes too late after seven days', async () => {
		const { id: commentId } = commentOn(flavour);
		stage.sandbox.clock.advance(7 * 24 * HOURS);

		expect(await reply(flavour, { commentId })).toMatchObject({ errorCode: 'message_not_allowed' });
	});

	it('with a key that was used is skipped, whatever comment it is about', async () => {
		const options = { idempotencyKey: `order of ${flavour}` };
		const [first, second] = [commentOn(flavour), commentOn(flavour)];
		await reply(flavour, { commentId: first.id, options });

		const again = await reply(flavour, { commentId: second.id, options });

		expect(again).toMatchObject({ status: 'skipped', skippedBecause: 'sent_before' });
		expect(stage.sandbox.messages).toHaveLength(1);
	});

	it('of unknown outcome is not sent again by Retry On Fail', async () => {
		stage.sandbox.faults.add({ path: /\/messages$/, effect: 'deliver-then-reset' });
		const { id: commentId } = commentOn(flavour);

		const json = await reply(flavour, { commentId }, { retryOnFail: true, maxTries: 3 });

		expect(json).toMatchObject({
			errorCode: 'unknown_outcome',
			errorDetails: { delivered: 'unknown' },
		});
		expect(stage.posts()).toHaveLength(1);
		expect(stage.sandbox.messages).toHaveLength(1);
	});
});

describe.each(FLAVOURS)('on %s, a public reply', (flavour) => {
	const edge = flavour === 'messenger' ? /\/comments$/ : /\/replies$/;

	it('stands under the comment, as often as wanted', async () => {
		const { id: commentId, postId } = commentOn(flavour);

		const json = await reply(flavour, { commentId, replyAs: 'public' });
		await reply(flavour, { commentId, replyAs: 'public', text: 'Twelve, sorry' });

		const replies = stage.sandbox.comments.slice(1);
		expect(replies).toMatchObject([
			{ postId, parentId: commentId, text: 'Ten euros' },
			{ parentId: commentId, text: 'Twelve, sorry' },
		]);
		expect(replies[0]).not.toHaveProperty('recipientId');
		expect(json).toMatchObject({ replyAs: 'public', status: 'sent', replyId: replies[0]?.id });
		expect(stage.posts(edge)).toHaveLength(2);
		expect(stage.sandbox.messages).toEqual([]);
	});

	it('goes out once, also where Meta’s answer is lost', async () => {
		stage.sandbox.faults.add({ path: edge, effect: 'deliver-then-reset' });
		const { id: commentId } = commentOn(flavour);

		const json = await reply(flavour, { commentId, replyAs: 'public' }, { retryOnFail: true });

		expect(json).toMatchObject({
			errorCode: 'unknown_outcome',
			error: expect.stringContaining('was published'),
		});
		expect(stage.posts(edge)).toHaveLength(1);
		expect(stage.sandbox.comments).toHaveLength(2);
	});

	it('to nobody’s comment says where the id comes from', async () => {
		const json = await reply(flavour, { commentId: '17900000000000000', replyAs: 'public' });

		expect(json).toMatchObject({
			errorCode: 'invalid_input',
			errorDetails: { fix: expect.stringContaining('comment.id') },
		});
	});

	it('without the permission names it', async () => {
		const scopes =
			flavour === 'instagramLogin' ? ['instagram_business_manage_messages'] : ['pages_messaging'];
		const token = stage.sandbox.addToken(account(flavour), 'valid', { scopes });
		const field = flavour === 'messenger' ? 'pageAccessToken' : 'accessToken';
		const { id: commentId } = commentOn(flavour);

		const json = await reply(
			flavour,
			{ commentId, replyAs: 'public' },
			{ credential: { [field]: token } },
		);

		expect(json).toMatchObject({
			errorCode: 'permission_denied',
			errorDetails: { fix: expect.stringMatching(/^Replies to comments need \w+/) },
		});
	});

	it.each(['{}', '{"id":null}', '[]', 'null'])('answered with %s is unknown', async (body) => {
		stage.sandbox.faults.add({ path: edge, effect: { response: { status: 200, body } } });
		const { id: commentId } = commentOn(flavour);

		expect(await reply(flavour, { commentId, replyAs: 'public' })).toMatchObject({
			errorCode: 'unknown_outcome',
		});
	});
});

it('a comment on a live video takes a private reply and no public one', async () => {
	const { id: commentId } = commentOn('instagramLogin', { isLive: true });

	expect(await reply('instagramLogin', { commentId, replyAs: 'public' })).toMatchObject({
		errorCode: 'meta_error',
		errorDetails: { fix: expect.stringContaining('live video') },
	});
	expect(await reply('instagramLogin', { commentId })).toMatchObject({ status: 'sent' });
});

it.each([
	[{ commentId: '={{ "" }}' }, /'Comment ID' is empty/],
	[{ commentId: '={{ 12345678901234567890 }}' }, /lost digits/],
	[{ commentId: '1', text: ' ' }, /'Text' is empty/],
	[{ commentId: '1', text: 'ä'.repeat(501) }, /1002 bytes/],
	[{ commentId: '1', replyAs: 'loudly' }, /no choice called loudly/],
])('%j is refused before Meta is asked', async (parameters, says) => {
	expect(await reply('instagramLogin', parameters)).toMatchObject({
		errorCode: 'invalid_input',
		error: expect.stringMatching(says),
	});
	expect(stage.sandbox.requests).toEqual([]);
});
