import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type RecordedRequest, type Sandbox } from '../../sandbox';
import { HAS_SQLITE } from '../ledger/stores';
import { IS_POSIX, itOnPosix } from '../posix';
import { until } from '../sandbox/support';
import { vector } from './stage';
import { withWorkers } from './workerProcess';

/** Several processes load n8n, one after the other, which takes its time on a busy machine. */
jest.setTimeout(240_000);

const COUNT = 30;

async function withSandbox(test: (sandbox: Sandbox) => Promise<void>): Promise<void> {
	const sandbox = await startSandbox();
	try {
		await test(sandbox);
	} finally {
		await sandbox.close();
	}
}

const recipientOf = ({ body }: RecordedRequest) => (body?.recipient as IDataObject | undefined)?.id;

const postsIn = ({ requests }: Sandbox) =>
	requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));

/** A note that Meta has already, so that nothing but its pace takes time. */
async function uploadNote(sandbox: Sandbox): Promise<string> {
	const form = new FormData();
	const attachment = { type: 'audio', payload: { is_reusable: true } };
	form.append('message', JSON.stringify({ attachment }));
	const file = await openAsBlob(vector('m4a-ready.m4a'), { type: 'audio/mp4' });
	form.append('filedata', file, 'note.m4a');
	const answer = await fetch(`${sandbox.baseUrl('messenger')}/me/message_attachments`, {
		method: 'POST',
		headers: { Authorization: `Bearer ${sandbox.accounts.messenger.tokens.valid}` },
		body: form,
	});
	return ((await answer.json()) as { attachment_id: string }).attachment_id;
}

/** One note to each of thirty customers, with a key each: three seconds at Meta's pace. */
async function batchIn(sandbox: Sandbox) {
	const { messenger } = sandbox.accounts;
	return {
		credential: {
			pageAccessToken: messenger.tokens.valid,
			pageId: messenger.pageId,
			baseUrl: sandbox.baseUrl('messenger'),
		},
		parameters: {
			recipientId: '={{ $json.to }}',
			audioSource: 'attachmentId',
			attachmentId: await uploadNote(sandbox),
			options: { idempotencyKey: '={{ $json.key }}' },
		},
		items: Array.from({ length: COUNT }, (_, index) => ({
			to: sandbox.addRecipient(messenger, { id: String(700_000 + index) }).id,
			key: `order ${index}`,
		})),
	};
}

const withStatus = (items: IDataObject[], status: string) =>
	items.filter((item) => (item.errorCode ?? item.status) === status);

(HAS_SQLITE && IS_POSIX ? it : it.skip)(
	'SIGTERM amid a batch: what is under way is sent, the rest is left for another worker',
	async () => {
		await withSandbox(async (sandbox) => {
			await withWorkers(async (start) => {
				const run = await batchIn(sandbox);
				const underWay = sandbox.faults.add({
					path: /messages$/,
					when: (request) => recipientOf(request) === '700003',
					effect: 'deliver-slowly',
				});
				const worker = start({ run });
				await underWay.reached;
				worker.signal('SIGTERM');
				await until(() => {
					// It has stopped when the pace has let nothing through for three slots.
					const last = Math.max(...postsIn(sandbox).map(({ at }) => at));
					return sandbox.clock.now() - last > 320;
				});
				underWay.release();
				const items = await worker.next<IDataObject[]>();
				expect(await worker.ended).toEqual({ code: 0, signal: null });

				expect(items).toHaveLength(COUNT);
				const sent = withStatus(items, 'sent');
				expect(sent.map(({ recipientId }) => recipientId)).toContain('700003');
				expect(sandbox.messages).toHaveLength(sent.length);
				const left = withStatus(items, 'cancelled');
				expect(left).toHaveLength(COUNT - sent.length);
				expect(left.length).toBeGreaterThan(COUNT / 2);
				expect(left.at(-1)).toMatchObject({
					error: expect.stringMatching(/^n8n is shutting down, .*\[item 29\]$/) as string,
					errorDetails: {
						delivered: 'no',
						fix: expect.stringContaining('Idempotency Key') as string,
					},
				});

				const next = await start({ run }).next<IDataObject[]>();
				expect(withStatus(next, 'skipped')).toHaveLength(sent.length);
				expect(withStatus(next, 'sent')).toHaveLength(left.length);
				const recipients = sandbox.messages.map(({ recipientId }) => recipientId);
				expect(recipients.toSorted()).toEqual(run.items.map(({ to }) => to));
			});
		});
	},
);

itOnPosix(
	'a webhook that comes while n8n is shutting down is left for Meta to repeat',
	async () => {
		await withWorkers(async (start) => {
			const worker = start({ receive: true });
			expect(await worker.next()).toEqual({ status: 200, runs: 1 });
			worker.signal('SIGTERM');
			expect(await worker.next()).toEqual({ status: 503, runs: 1 });
		});
	},
);

describe('where nobody else listens for the signal', () => {
	itOnPosix('it ends the process as ever, however often the package is loaded', async () => {
		const file = join(__dirname, '../../nodes/shared/shutdown.js');
		const script = `
			for (let load = 0; load < 3; load++) {
				require(${JSON.stringify(file)});
				delete require.cache[${JSON.stringify(file)}];
			}
			console.log(process.listenerCount('SIGTERM'), process.listenerCount('SIGINT'));
			if (process.argv[1] === 'stay') setInterval(() => {}, 1000);
		`;
		const idle = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
		expect(await once(idle, 'exit')).toEqual([0, null]);

		const child = spawn(process.execPath, ['-e', script, 'stay'], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const [counts] = (await once(child.stdout, 'data')) as [Buffer];
		expect(String(counts)).toBe('1 1\n');
		child.kill('SIGTERM');
		expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
	});
});
