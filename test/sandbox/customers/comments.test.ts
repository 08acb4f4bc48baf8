import type { Flavour, Sandbox } from '../../../sandbox';
import { subscribeCallback, type Callback } from '../callback';
import { controlCall } from '../controlCall';
import { useSandboxWithCallback } from '../stage';
import { codeOf, DAY_MS, FLAVOURS, send, text } from '../support';

let sandbox: Sandbox;
let callback: Callback;
useSandboxWithCallback((stage) => ({ sandbox, callback } = stage));

const FIELDS: Record<Flavour, readonly string[]> = {
	instagramLogin: ['comments', 'live_comments', 'messages'],
	instagramPage: ['comments', 'live_comments', 'messages'],
	messenger: ['feed', 'messages'],
};

const partiesOf = (flavour: Flavour) => {
	const account = sandbox.accounts[flavour];
	const recipient = account.recipients.open;
	return { account, recipient, customer: sandbox.customer(account, recipient) };
};

/** The changes received, all entries' in order. */
const changes = () =>
	callback.received.flatMap(({ json }) => json.entry.flatMap((entry) => entry.changes ?? []));

test.each(['instagramLogin', 'instagramPage'] as const)(
	'%s: comments as Meta tells them',
	async (flavour) => {
		const { account, recipient, customer } = partiesOf(flavour);
		await subscribeCallback(sandbox, callback, flavour, FIELDS[flavour]);
		const { comment } = customer.comments('How much?');
		const answer = sandbox.accountComments(account, 'See your inbox', { parentId: comment.id });
		const live = customer.comments('Hello!', { isLive: true });
		await sandbox.webhooks.idle();

		const media = { id: account.postIds[0], media_product_type: 'FEED' };
		const from = { id: recipient.id, username: recipient.username };
		expect(changes()).toEqual([
			{ field: 'comments', value: { id: comment.id, text: 'How much?', from, media } },
			{
				field: 'comments',
				value: {
					id: answer.comment.id,
					text: 'See your inbox',
					from: {
						id: account.id,
						username: account.username,
						self_ig_scoped_id: expect.stringMatching(/^\d{16}$/),
					},
					media,
					parent_id: comment.id,
				},
			},
			{
				field: 'live_comments',
				value: {
					id: live.comment.id,
					text: 'Hello!',
					from,
					media: { ...media, media_product_type: 'LIVE' },
				},
			},
		]);
		expect(callback.received.map(({ json }) => [json.object, json.entry[0]?.id])).toEqual(
			changes().map(() => ['instagram', account.id]),
		);
	},
);

test('messenger: comments on a Page', async () => {
	const { account, recipient, customer } = partiesOf('messenger');
	await subscribeCallback(sandbox, callback, 'messenger', FIELDS.messenger);
	const { comment } = customer.comments('How much?');
	sandbox.accountComments(account, 'See your inbox', { parentId: comment.id });
	await sandbox.webhooks.idle();

	const added = { item: 'comment', verb: 'add', post_id: comment.postId };
	expect(changes()).toMatchObject([
		{
			field: 'feed',
			value: {
				...added,
				from: { id: recipient.id, name: recipient.name },
				message: 'How much?',
				comment_id: comment.id,
				parent_id: comment.postId,
			},
		},
		{
			field: 'feed',
			value: { ...added, from: { id: account.id, name: account.name }, parent_id: comment.id },
		},
	]);
});

test('messages and comments travel in entries of their own, in order', async () => {
	const { customer } = partiesOf('instagramLogin');
	await subscribeCallback(sandbox, callback, 'instagramLogin', FIELDS.instagramLogin);
	sandbox.webhooks.hold();
	customer.comments('1');
	customer.comments('2');
	customer.writes('3');
	sandbox.webhooks.release({ eventsPerEntry: 10, entriesPerPost: 10 });
	await sandbox.webhooks.idle();

	expect(callback.received).toHaveLength(1);
	expect(callback.received[0]?.json.entry).toMatchObject([
		{ changes: [{ value: { text: '1' } }, { value: { text: '2' } }] },
		{ messaging: [{ message: { text: '3' } }] },
	]);
});

test.each(FLAVOURS)('%s: nobody is told who did not subscribe to comments', async (flavour) => {
	await subscribeCallback(sandbox, callback, flavour, ['messages']);
	partiesOf(flavour).customer.comments('Hi');
	await sandbox.webhooks.idle();
	expect(callback.received).toEqual([]);
});

test('a comment opens no window', async () => {
	sandbox.clock.advance(2 * DAY_MS);
	partiesOf('instagramLogin').customer.comments('Hi');
	expect(codeOf(await send(sandbox, 'instagramLogin', text('hi')))).toBe('10/2534022');
});

test('an answer stands under its comment’s post, and only under one the account has', () => {
	const { account, customer } = partiesOf('instagramLogin');
	const other = partiesOf('instagramPage').customer.comments('elsewhere').comment;
	const { comment } = customer.comments('How much?', { postId: account.postIds[1]! });
	const answer = sandbox.accountComments(account, 'A lot', { parentId: comment.id }).comment;
	expect(answer).toMatchObject({ postId: account.postIds[1], parentId: comment.id });
	expect(() => customer.comments('x', { parentId: other.id })).toThrow('has no comment');
});

test('the control API shows them, and lets the account comment', async () => {
	const { account, customer } = partiesOf('messenger');
	const { comment } = customer.comments('How much?');
	const control = (path: string, body?: object) =>
		controlCall(sandbox, body === undefined ? 'GET' : 'POST', path, body);
	const answer = { text: 'A lot', parentId: comment.id };
	expect(await control(`accounts/${account.id}/comments`, answer)).toMatchObject({
		status: 200,
		body: { comment: answer, event: { message: 'A lot' } },
	});
	expect((await control('comments')).body).toMatchObject([{ id: comment.id }, answer]);
	expect((await control(`accounts/${account.id}/comments`, {})).status).toBe(400);
	const stray = { text: 'x', parentId: 'nobody’s' };
	expect((await control(`accounts/${account.id}/comments`, stray)).status).toBe(400);
});
