import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import { call, codeOf, FLAVOURS, HOUR_MS, readAnswer, send, text, vector } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.clock.freeze();
});

interface Page {
	data: Array<Record<string, unknown> & { id: string }>;
	paging?: { cursors: { before: string; after: string }; next?: string };
}

/** A call of its own second, so that the two-a-second limit is not what is tested. */
async function get(flavour: Flavour, path: string, query: Record<string, string> = {}) {
	sandbox.clock.advance(1000);
	return call(sandbox, flavour, path, { method: 'GET', query });
}

const platformOf = (flavour: Flavour) => (flavour === 'messenger' ? 'messenger' : 'instagram');

async function list(flavour: Flavour, query: Record<string, string> = {}): Promise<Page> {
	const platform = platformOf(flavour);
	const { body } = await get(flavour, '/me/conversations', { platform, ...query });
	return body as unknown as Page;
}

const threadWith = async (flavour: Flavour, userId: string): Promise<string> => {
	const { data } = await list(flavour, { user_id: userId });
	expect(data).toHaveLength(1);
	return data[0]!.id;
};

const customerOf = (flavour: Flavour) => {
	const account = sandbox.accounts[flavour];
	return sandbox.customer(account, account.recipients.open);
};

describe.each(FLAVOURS)('Rule 15: %s: conversations', (flavour) => {
	test('lists who wrote, the latest first, with the time', async () => {
		const { recipients } = sandbox.accounts[flavour];
		sandbox.clock.advance(HOUR_MS);
		sandbox.customerWrites(recipients.windowLongClosed);
		const { data } = await list(flavour);
		expect(data).toHaveLength(6);
		expect(data[0]?.id).toBe(await threadWith(flavour, recipients.windowLongClosed.id));
		for (const each of data) {
			expect(Object.keys(each)).toEqual(['id', 'updated_time']);
			expect(each.updated_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
		}
	});

	test('says who takes part', async () => {
		const { id, recipients, name, username } = sandbox.accounts[flavour];
		const fields = 'participants,updated_time';
		const { data } = await list(flavour, { user_id: recipients.open.id, fields });
		const own = flavour === 'messenger' ? { name } : { username };
		const customer = flavour === 'messenger' ? { name: 'Asha Rao' } : { username: 'asha.rao' };
		expect(data).toMatchObject([
			{
				participants: {
					data: [
						{ id: recipients.open.id, ...customer },
						{ id, ...own },
					],
				},
			},
		]);
	});

	test('pages through with cursors', async () => {
		const seen: string[] = [];
		let after: string | undefined;
		for (;;) {
			const page = await list(flavour, { limit: '4', ...(after === undefined ? {} : { after }) });
			seen.push(...page.data.map(({ id }) => id));
			if (page.paging?.next === undefined) break;
			after = page.paging.cursors.after;
			expect(new URL(page.paging.next).searchParams.get('after')).toBe(after);
			sandbox.clock.advance(1000);
			const followed = await readAnswer(await fetch(page.paging.next));
			expect(followed.body).toMatchObject({ data: expect.any(Array) });
		}
		expect([seen.length, new Set(seen).size]).toEqual([6, 6]);
	});

	const wrong: ReadonlyArray<Record<string, string>> = [
		{ limit: '0' },
		{ limit: 'many' },
		{ after: 'nowhere' },
		{ platform: 'whatsapp' },
	];
	test.each(wrong)('refuses %j', async (query) => {
		const answer = await get(flavour, '/me/conversations', {
			platform: platformOf(flavour),
			...query,
		});
		expect(codeOf(answer)).toBe('100');
	});

	test('somebody unknown, or silent, has no thread', async () => {
		const stranger = sandbox.addRecipient(sandbox.accounts[flavour], { lastWroteAt: null });
		for (const userId of ['7999999999999999', stranger.id]) {
			expect(await list(flavour, { user_id: userId })).toEqual({ data: [] });
		}
	});

	test('shows a thread’s messages, the newest first, from either side', async () => {
		const { id, recipients } = sandbox.accounts[flavour];
		const asked = customerOf(flavour).writes('How much?');
		const { body } = await send(sandbox, flavour, text('Ten euros'));
		const thread = await threadWith(flavour, recipients.open.id);
		const fields = 'messages.limit(2){id,created_time,from,to,message}';
		const answer = await get(flavour, `/${thread}`, { fields });
		const people = (from: string, to: string) => ({
			from: expect.objectContaining({ id: from }),
			to: { data: [expect.objectContaining({ id: to })] },
			created_time: expect.stringMatching(/\+0000$/),
		});
		expect(answer.body).toMatchObject({
			id: thread,
			messages: {
				data: [
					{ id: body.message_id, message: 'Ten euros', ...people(id, recipients.open.id) },
					{ id: asked.messageId, message: 'How much?', ...people(recipients.open.id, id) },
				],
				paging: { cursors: { after: expect.any(String) } },
			},
		});
	});

	test('shows ids and times alone, unless asked for more', async () => {
		const { open } = sandbox.accounts[flavour].recipients;
		const thread = await threadWith(flavour, open.id);
		const { body } = await get(flavour, `/${thread}`, { fields: 'messages' });
		const { data } = body.messages as Page;
		expect(Object.keys(data[0] ?? {})).toEqual(['id', 'created_time']);
		const edge = await get(flavour, `/${thread}/messages`, { fields: 'message', limit: '1' });
		expect(edge.body).toMatchObject({ data: [{ message: 'Hello!' }] });
	});

	test('details are readable for the 20 newest; older ones count as deleted', async () => {
		const { open } = sandbox.accounts[flavour].recipients;
		const ids = Array.from(
			{ length: 21 },
			(_, at) => customerOf(flavour).writes(`message ${at}`).messageId,
		);
		const newest = await get(flavour, `/${ids[20]}`, { fields: 'message' });
		expect(newest.body).toEqual({ message: 'message 20', id: ids[20] });
		expect((await get(flavour, `/${ids[1]}`)).status).toBe(200);
		expect(codeOf(await get(flavour, `/${ids[0]}`))).toBe('9000001');
		const thread = await threadWith(flavour, open.id);
		const fields = 'messages.limit(25){message}';
		const { data } = (await get(flavour, `/${thread}`, { fields })).body.messages as Page;
		expect(data).toHaveLength(22);
		expect(data[19]?.message).toBe('message 1');
		expect(data[20]).toEqual({ id: ids[0] });
	});

	test('a voice note has a link that works', async () => {
		const bytes = vector('voice.m4a');
		const { messageId } = customerOf(flavour).sendsVoiceNote(bytes);
		const { body } = await get(flavour, `/${messageId}`, { fields: 'message,attachments' });
		expect(body).toMatchObject({
			message: '',
			attachments: { data: [{ mime_type: 'audio/mp4', size: bytes.length }] },
		});
		const { data } = body.attachments as { data: Array<{ file_url: string }> };
		const headers = { 'user-agent': 'Mozilla/5.0' };
		const response = await fetch(data[0]!.file_url, { headers });
		expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
	});

	test('what was unsent is gone', async () => {
		const { messageId } = customerOf(flavour).writes('oops');
		customerOf(flavour).unsends(messageId);
		expect(codeOf(await get(flavour, `/${messageId}`))).toBe('9000001');
		const thread = await threadWith(flavour, sandbox.accounts[flavour].recipients.open.id);
		const { body } = await get(flavour, `/${thread}`, { fields: 'messages' });
		expect(JSON.stringify(body)).not.toContain(messageId);
	});

	test('takes two calls a second', async () => {
		const query = { platform: platformOf(flavour) };
		const once = () => call(sandbox, flavour, '/me/conversations', { method: 'GET', query });
		const answers = [await once(), await once(), await once()];
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 400]);
		expect(answers[2]?.error.code).toBe(613);
		sandbox.clock.advance(1000);
		expect((await once()).status).toBe(200);
	});

	test('refuses fields it does not have, and other people’s threads', async () => {
		const { open } = sandbox.accounts[flavour].recipients;
		const thread = await threadWith(flavour, open.id);
		for (const fields of [
			'nonsense',
			'messages{nonsense}',
			'messages.limit(0)',
			'messages.limit(',
		]) {
			expect(codeOf(await get(flavour, `/${thread}`, { fields }))).toBe('100');
		}
		const other = FLAVOURS.find((each) => each !== flavour)!;
		expect(codeOf(await get(other, `/${thread}`))).toMatch(/^(?:100\/33|190)$/);
		const { missingPermission: token } = sandbox.accounts[flavour].tokens;
		const options = { method: 'GET', token };
		const refused = await call(sandbox, flavour, `/${thread}`, options);
		expect(refused.status).toBe(403);
	});
});

test('a Page’s own threads are Messenger’s unless Instagram’s are asked for', async () => {
	const { body } = await get('instagramPage', '/me/conversations');
	expect(body).toEqual({ data: [] });
	expect((await list('instagramPage')).data).toHaveLength(6);
});

describe('Rule 15: profiles want consent', () => {
	const profile = (flavour: Flavour, id: string, fields?: string) =>
		get(flavour, `/${id}`, fields === undefined ? {} : { fields });

	test.each(['instagramLogin', 'instagramPage'] as const)('%s: name and more', async (flavour) => {
		const { open } = sandbox.accounts[flavour].recipients;
		const fields = 'name,username,profile_pic,follower_count,is_user_follow_business';
		const { body } = await profile(flavour, open.id, fields);
		expect(body).toEqual({
			id: open.id,
			name: 'Asha Rao',
			username: 'asha.rao',
			profile_pic: expect.stringContaining('asset_id='),
			follower_count: 120,
			is_user_follow_business: true,
		});
	});

	test('Messenger: first and last name', async () => {
		const { open } = sandbox.accounts.messenger.recipients;
		expect((await profile('messenger', open.id)).body).toMatchObject({
			id: open.id,
			first_name: 'Asha',
			last_name: 'Rao',
		});
		expect(codeOf(await profile('messenger', open.id, 'name,locale'))).toBe('100/2018247');
		expect(codeOf(await profile('messenger', open.id, 'username'))).toBe('100');
	});

	test.each([
		['instagramLogin', '230'],
		['instagramPage', '230'],
		['messenger', '100/2018218'],
	] as const)('%s: nobody who never wrote, or blocked the account: %s', async (flavour, code) => {
		const account = sandbox.accounts[flavour];
		const stranger = sandbox.addRecipient(account, { lastWroteAt: null });
		expect(codeOf(await profile(flavour, stranger.id, 'name'))).toBe(code);
		expect(codeOf(await profile(flavour, account.recipients.unavailable.id, 'name'))).toBe(code);
		sandbox.customer(account, stranger).writes('hi');
		expect((await profile(flavour, stranger.id, 'name')).body).toMatchObject({ name: 'Gita Nair' });
		expect(codeOf(await profile(flavour, '7999999999999999', 'name'))).toBe('100/33');
	});
});
