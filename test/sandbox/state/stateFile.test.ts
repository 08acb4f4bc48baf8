import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox, StateFileError, type Sandbox, type SandboxOptions } from '../../../sandbox';
import { startCallback, subscribeCallback } from '../callback';
import { controlCall } from '../controlCall';
import { audioById, call, DAY_MS, filePart, send, text, until, vector } from '../support';

let folder: string;
let stateFile: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'));
	stateFile = join(folder, 'state.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts a sandbox on the state file, uses it, and stops it. */
async function inSandbox<T>(
	use: (sandbox: Sandbox) => T | Promise<T>,
	options: SandboxOptions = {},
): Promise<T> {
	const sandbox = await startSandbox({ stateFile, ...options });
	try {
		return await use(sandbox);
	} finally {
		await sandbox.close();
	}
}

const ids = ({ messages, customerMessages }: Sandbox): string[] =>
	[...customerMessages, ...messages].map(({ messageId }) => messageId);

test('a conversation goes on after a restart, with ids of its own', async () => {
	const voice = vector('voice.m4a');
	const before = await inSandbox(async (sandbox) => {
		const { messenger } = sandbox.accounts;
		const asha = sandbox.customer(messenger, messenger.recipients.open);
		const { messageId } = asha.writes('Do you have it in red?');
		asha.edits(messageId, 'Do you have it in blue?');
		asha.sendsVoiceNote(voice);
		asha.comments('How much?');
		await send(sandbox, 'messenger', text('Yes!'));
		const multipart = filePart(voice, {
			message: { attachment: { type: 'audio', payload: { is_reusable: true } } },
		});
		const upload = await call(sandbox, 'messenger', '/me/message_attachments', { multipart });
		const note = audioById(String(upload.body.attachment_id));
		await send(sandbox, 'messenger', note);
		return { ids: ids(sandbox), note, lists: lists(sandbox) };
	});

	await inSandbox(async (sandbox) => {
		expect(ids(sandbox)).toEqual(before.ids);
		expect(lists(sandbox)).toEqual(before.lists);
		expect(sandbox.messages.at(-1)!.attachment!.bytes.equals(voice)).toBe(true);
		expect((await send(sandbox, 'messenger', text('Anything else?'))).status).toBe(200);
		expect((await send(sandbox, 'messenger', before.note)).status).toBe(200);
		const { messenger } = sandbox.accounts;
		sandbox.customer(messenger, messenger.recipients.open).writes('No, thanks');
		expect(new Set(ids(sandbox)).size).toBe(before.ids.length + 3);
	});
});

const lists = ({ messages, customerMessages, senderActions, comments }: Sandbox) =>
	structuredClone({ messages, customerMessages, senderActions, comments });

test('so do the clock, the tokens, the people, the settings and the switches', async () => {
	const before = await inSandbox((sandbox) => {
		const { messenger } = sandbox.accounts;
		sandbox.clock.advance(9 * DAY_MS);
		sandbox.settings.language = 'pseudo';
		messenger.hasAdvancedAccess = false;
		messenger.recipients.second.isAvailable = false;
		const added = sandbox.addAccount('instagramPage', { name: 'Another' });
		const gita = sandbox.addRecipient(added);
		return { token: sandbox.addToken(added), added: added.id, gita: gita.id };
	});
	await inSandbox(async (sandbox) => {
		const { messenger } = sandbox.accounts;
		expect(sandbox.clock.now() - Date.now()).toBeGreaterThan(9 * DAY_MS - 1000);
		expect(sandbox.settings.language).toBe('pseudo');
		expect(messenger.hasAdvancedAccess).toBe(false);
		expect(messenger.recipients.second.isAvailable).toBe(false);
		const answer = await call(sandbox, 'instagramPage', '/me/messages', {
			token: before.token,
			json: { recipient: { id: before.gita }, ...text('hi') },
		});
		expect(answer.status).toBe(200);
		const { body } = await controlCall(sandbox, 'GET', 'accounts');
		expect(JSON.stringify(body)).toContain(before.added);
	});
});

test('so do subscriptions and links to media', async () => {
	const callback = await startCallback();
	try {
		const link = await inSandbox(async (sandbox) => {
			await subscribeCallback(sandbox, callback, 'messenger');
			const { messenger } = sandbox.accounts;
			const ben = sandbox.customer(messenger, messenger.recipients.second);
			ben.sendsVoiceNote(vector('voice.m4a'));
			await sandbox.webhooks.idle();
			return new URL(sandbox.customerMessages.at(-1)!.attachments[0]!.url);
		});
		await inSandbox(async (sandbox) => {
			const { messenger } = sandbox.accounts;
			sandbox.customer(messenger, messenger.recipients.second).writes('still there?');
			await sandbox.webhooks.idle();
			expect(callback.events().at(-1)).toMatchObject({ message: { text: 'still there?' } });
			const headers = { 'user-agent': 'Mozilla/5.0' };
			const answer = await fetch(sandbox.url + link.pathname + link.search, { headers });
			const bytes = Buffer.from(await answer.arrayBuffer());
			expect(bytes.equals(vector('voice.m4a'))).toBe(true);
		});
	} finally {
		await callback.close();
	}
});

test('what came over HTTP is saved while the sandbox runs', async () => {
	await inSandbox(async (sandbox) => {
		await send(sandbox, 'messenger', text('remember me'));
		let saved = '';
		await until(() => {
			void readFile(stateFile, 'utf8').then((content) => (saved = content));
			return saved.includes('remember me');
		});
	});
	expect(await readdir(folder)).toEqual(['state.json']);
});

test('so is what was written in the same process', async () => {
	await inSandbox(async (sandbox) => {
		const { messenger } = sandbox.accounts;
		sandbox.customer(messenger, messenger.recipients.open).writes('Saved soon?');
		await until(() => readFileSync(stateFile, 'utf8').includes('Saved soon?'));
	});
});

test('two sandboxes on one file: the second keeps it, and the first says so', async () => {
	const lines: string[] = [];
	const first = await startSandbox({ stateFile, log: (line) => lines.push(line) });
	await inSandbox((second) => {
		const { messenger } = second.accounts;
		second.customer(messenger, messenger.recipients.open).writes('From the second');
	});
	expect((await send(first, 'messenger', text('From the first'))).status).toBe(200);
	await until(() => lines.length > 0);
	expect(lines[0]).toContain('something else, perhaps another sandbox, has written');
	await expect(first.close()).rejects.toThrow(StateFileError);
	await inSandbox(({ customerMessages }) =>
		expect(customerMessages.at(-1)?.text).toBe('From the second'),
	);
});

test('a reset is kept too', async () => {
	await inSandbox(async (sandbox) => {
		await send(sandbox, 'messenger', text('gone'));
		sandbox.reset();
	});
	await inSandbox((sandbox) => expect(sandbox.messages).toEqual([]));
});

describe('a file that cannot be used is refused in two sentences, and stays as it is', () => {
	const state = async () => {
		await inSandbox(() => undefined);
		return JSON.parse(await readFile(stateFile, 'utf8')) as { state: Record<string, unknown> };
	};

	test.each<[what: string, content: () => string | Promise<string>, says: string]>([
		['empty', () => '', 'is damaged'],
		['cut off', async () => JSON.stringify(await state()).slice(0, -40), 'is damaged'],
		['other JSON', () => '{"name":"my package"}', 'is damaged'],
		['a list', () => '[]', 'is damaged'],
		['later', async () => JSON.stringify({ ...(await state()), version: 2 }), 'another version (2'],
		[
			'no version',
			async () => JSON.stringify({ ...(await state()), version: undefined }),
			'version',
		],
		['without state', async () => JSON.stringify({ ...(await state()), state: 7 }), 'is damaged'],
		['without media', async () => JSON.stringify({ ...(await state()), media: 7 }), 'is damaged'],
	])('%s', async (_what, content, says) => {
		await writeFile(stateFile, await content());
		await expectRefusal(says);
	});

	test('changed anywhere', async () => {
		const whole = await state();
		for (const part of Object.keys(whole.state)) {
			const broken = { ...whole, state: { ...whole.state, [part]: undefined } };
			await writeFile(stateFile, JSON.stringify(broken));
			await expectRefusal('is damaged');
		}
		await writeFile(stateFile, JSON.stringify(whole).replace('Asha Rao', 'Asha Rad'));
		await expectRefusal('is damaged');
	});

	async function expectRefusal(says: string): Promise<void> {
		const content = await readFile(stateFile, 'utf8');
		const refusal: unknown = await startSandbox({ stateFile }).then(
			(sandbox) => sandbox.close(),
			(cause: unknown) => cause,
		);
		expect(refusal).toBeInstanceOf(StateFileError);
		expect((refusal as Error).message).toContain(says);
		expect((refusal as Error).message).toMatch(/\. [A-Z].*\.$/);
		expect(await readFile(stateFile, 'utf8')).toBe(content);
	}
});

test('a file that cannot be read, or a folder that is not there, is said', async () => {
	await mkdir(stateFile);
	await expect(startSandbox({ stateFile })).rejects.toThrow('no regular file');
	const elsewhere = join(folder, 'nowhere', 'state.json');
	await expect(startSandbox({ stateFile: elsewhere })).rejects.toThrow('cannot be saved');
});

test('another sandbox on the port leaves no file behind', async () => {
	await inSandbox(
		async ({ url }) => {
			const port = Number(new URL(url).port);
			await expect(startSandbox({ stateFile, port })).rejects.toThrow('EADDRINUSE');
		},
		{ stateFile: join(folder, 'first.json') },
	);
	expect(await readdir(folder)).toEqual(['first.json']);
});

describe('the time to start at', () => {
	const startAt = new Date('2031-05-06T07:08:09Z');

	test('is that of the seeded world, also after a reset', async () => {
		await inSandbox(
			(sandbox) => {
				for (const _ of ['start', 'reset']) {
					const { clock, accounts } = sandbox;
					expect(Math.abs(clock.now() - startAt.getTime())).toBeLessThan(60_000);
					expect(accounts.messenger.recipients.open.lastWroteAt).toBeLessThan(clock.now());
					sandbox.reset();
				}
			},
			{ startAt },
		);
	});

	test('moves a saved world on, never back', async () => {
		await inSandbox(() => undefined, { startAt });
		const later = new Date(startAt.getTime() + DAY_MS);
		await inSandbox(({ clock }) => expect(clock.now()).toBeGreaterThanOrEqual(later.getTime()), {
			startAt: later,
		});
		await expect(startSandbox({ stateFile, startAt })).rejects.toThrow('already. Start at a later');
	});
});
