import { connect } from 'node:net';

import { until } from '../sandbox/support';
import { ACCOUNT, CUSTOMER, messaging, UPDATES } from '../webhook/payloads';
import {
	CREDENTIAL,
	openTriggerStage,
	SECRET,
	signatureOf,
	type TriggerStage,
} from './triggerStage';

let stage: TriggerStage;
beforeAll(async () => {
	stage = await openTriggerStage();
});
afterAll(async () => await stage.close());
beforeEach(() => {
	stage.engine.setCredential('svaraInstagramApi', CREDENTIAL);
	stage.engine.logs.length = 0;
});

const jsons = async () => (await stage.items()).map(({ json }) => json);

const numbered = (count: number, from = 0) =>
	messaging(
		Array.from({ length: count }, (_, i) => ({
			...UPDATES.text,
			message: { mid: `mid-${from + i}`, text: String(from + i) },
		})),
	);

describe('a request', () => {
	beforeEach(async () => await stage.open());

	it('starts one execution with an item for each message, and gets 200', async () => {
		const { status, body } = await stage.deliver(messaging([UPDATES.text, UPDATES.echo]));
		expect([status, body]).toEqual([200, '{"message":"Workflow was started"}']);
		expect(await jsons()).toEqual([
			expect.objectContaining({
				platform: 'instagram',
				event: 'message',
				accountId: ACCOUNT,
				customerId: CUSTOMER,
				text: 'hi',
			}),
		]);
		expect(stage.live.runs).toHaveLength(1);
	});

	it.each([
		['unsigned', { 'X-Hub-Signature-256': undefined }],
		['signed with another secret', { 'X-Hub-Signature-256': signatureOf(Buffer.from('x'), 'y') }],
		['signed with SHA-1', { 'X-Hub-Signature-256': undefined, 'X-Hub-Signature': 'sha1=abc' }],
		['multipart', { 'Content-Type': 'multipart/form-data; boundary=x' }],
	])('that is %s gets 401, says nothing about why, and starts nothing', async (_what, headers) => {
		const { status, body } = await stage.deliver(messaging([UPDATES.text]), headers);
		expect([status, body]).toEqual([401, '']);
		expect(stage.live.runs).toEqual([]);
		expect(stage.live.failures).toEqual([]);
	});

	it('that is refused is warned of once, with the reason and without what is in it', async () => {
		const text = 'what the customer wrote';
		const body = messaging([{ ...UPDATES.text, message: { mid: '1', text } }]);
		const forged = { 'X-Hub-Signature-256': signatureOf(Buffer.from('x'), 'y') };
		for (const headers of [forged, forged, forged]) await stage.deliver(body, headers);
		const warnings = stage.engine.logs.filter(({ level }) => level === 'warn');
		expect(warnings.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				/refused a webhook for 'Trigger'.*fits no 'App Secret'.*Copy the app secret/,
			),
		]);
		const told = JSON.stringify(warnings);
		for (const kept of [text, SECRET, forged['X-Hub-Signature-256']])
			expect(told).not.toContain(kept);
	});

	it.each(['text/plain', 'application/octet-stream', undefined])(
		'counts by its bytes, also declared as %p',
		async (type) => {
			const { status } = await stage.deliver(messaging([UPDATES.text]), { 'Content-Type': type });
			expect(status).toBe(200);
			expect(stage.live.runs).toHaveLength(1);
		},
	);

	it('that is signed but senseless gets 200, starts nothing and is in the log', async () => {
		const { status } = await stage.deliver(Buffer.from('{"object":"instagram"}'));
		expect(status).toBe(200);
		expect(stage.live.runs).toEqual([]);
		expect(stage.engine.logs).toContainEqual({
			level: 'warn',
			message: expect.stringContaining('there is no update in it'),
		});
	});

	it('that is signed, and large and deep enough to hold n8n up, is left out at once', async () => {
		stage.live.configure({ events: ['other'], options: { includeRaw: true } });
		const arrays = '[[[[[[[[[[]]]]]]]]]],'.repeat(13_000_000 / 21);
		const body = `{"object":"instagram","entry":[{"messaging":[{"poll":[${arrays}0]}]}]}`;
		const before = process.cpuUsage();
		const { status } = await stage.deliver(Buffer.from(body));
		const { user } = process.cpuUsage(before);
		// Half a minute and more, before there were bounds.
		expect(user / 1e6).toBeLessThan(10);
		expect(status).toBe(200);
		expect(stage.live.runs).toEqual([]);
		expect(stage.engine.logs).toContainEqual({
			level: 'warn',
			message: expect.stringContaining('it holds more than 100000 values'),
		});
	});

	it('is nothing a customer did where an account of the credential did it', async () => {
		stage.engine.setCredential('svaraInstagramApi', {
			...CREDENTIAL,
			loginType: 'facebook',
			pageId: '5550',
		});
		const own = [CREDENTIAL.igUserId, '5550', CUSTOMER].map((id, index) => ({
			...UPDATES.text,
			sender: { id },
			message: { mid: `own-${index}`, text: id },
		}));
		await stage.deliver(messaging(own, '77'));
		expect((await jsons()).map(({ text }) => text)).toEqual([CUSTOMER]);
	});

	it.each([
		['one name', 'message'],
		['a list in one text', '={{ "echo, message" }}'],
		['a list', '={{ ["message", "senseless"] }}'],
	])('counts where the events are an expression with %s', async (_what, events) => {
		stage.live.configure({ events, options: { accountIds: `={{ "1, ${ACCOUNT}" }}` } });
		await stage.deliver(messaging([UPDATES.text, UPDATES.seen]));
		expect((await jsons()).map(({ event }) => event)).toEqual(['message']);
	});

	it('without anything chosen in it gets 200 and starts nothing', async () => {
		expect((await stage.deliver(messaging([UPDATES.echo, UPDATES.seen]))).status).toBe(200);
		expect(stage.live.runs).toEqual([]);
	});

	it('that asks for the handshake gets the challenge as plain text, or 403', async () => {
		const query = { 'hub.mode': 'subscribe', 'hub.challenge': '<b>1</b>' };
		const right = await stage.get({ ...query, 'hub.verify_token': 'chosen-by-me' });
		expect(right).toMatchObject({
			status: 200,
			body: '<b>1</b>',
			headers: {
				'content-type': 'text/plain; charset=utf-8',
				'x-content-type-options': 'nosniff',
			},
		});
		const wrong = await stage.get({ ...query, 'hub.verify_token': 'guessed' });
		expect([wrong.status, wrong.body]).toEqual([403, '']);
		stage.engine.setCredential('svaraInstagramApi', { ...CREDENTIAL, verifyToken: '' });
		expect((await stage.get({ ...query, 'hub.verify_token': '' })).status).toBe(403);
	});

	it('is refused where there is no app secret, unless unsigned ones are allowed', async () => {
		stage.engine.setCredential('svaraInstagramApi', { ...CREDENTIAL, appSecret: '' });
		expect((await stage.deliver(messaging([UPDATES.text]))).status).toBe(401);
		stage.live.configure({ options: { allowUnsigned: true } });
		expect((await stage.deliver(messaging([UPDATES.text]))).status).toBe(200);
	});

	it('never makes n8n store a failed execution, whatever the parameters hold', async () => {
		stage.live.configure({ options: { signatureHeader: "={{ $('Nowhere').item.json.x }}" } });
		expect((await stage.deliver(messaging([UPDATES.text]))).status).toBe(500);
		expect(stage.live.failures).toEqual([]);
	});

	it('leaves neither secrets nor tokens in items, answers or logs', async () => {
		const answers = [await stage.deliver(messaging([UPDATES.text]))];
		answers.push(await stage.deliver(messaging([UPDATES.text]), { 'X-Hub-Signature-256': 'x' }));
		const seen = JSON.stringify([answers, await stage.items(), stage.engine.logs]);
		for (const secret of Object.values(CREDENTIAL).filter((each) => each !== ACCOUNT)) {
			expect(seen).not.toContain(secret);
		}
	});
});

describe('events that come again', () => {
	const { text, edit, deleted } = UPDATES;

	beforeEach(async () => await stage.open({ events: ['message', 'edit', 'deleted'] }));

	it('start one run, in whichever request they come', async () => {
		await stage.deliver(messaging([text]));
		expect((await stage.deliver(messaging([text]))).status).toBe(200);
		await stage.deliver({
			object: 'instagram',
			entry: [{ changes: [{ field: 'messages', value: text }] }],
		});
		await stage.deliver(messaging([edit, text, deleted, text]));
		expect((await jsons()).map(({ event }) => event)).toEqual(['message', 'edit', 'deleted']);
	});

	it('start one run when a hundred deliveries come at once', async () => {
		const answers = await Promise.all(
			Array.from({ length: 100 }, async () => await stage.deliver(messaging([text]))),
		);
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(stage.live.runs).toHaveLength(1);
	});

	it('start one run each where batches overlap', async () => {
		await Promise.all(
			Array.from({ length: 20 }, async (_, i) => await stage.deliver(numbered(10, i))),
		);
		const texts = (await jsons()).map((json) => json.text);
		expect(texts.sort()).toEqual(Array.from({ length: 29 }, (_, i) => String(i)).sort());
	});

	it('are new again when the run could not start, also for those who waited', async () => {
		let failCount = 0;
		stage.live.beforeRun = () => {
			if (failCount++ < 3) throw new Error('The database is locked');
		};
		const answers = await Promise.all(
			Array.from({ length: 5 }, async () => await stage.deliver(messaging([text]))),
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 500, 500, 500]);
		expect(stage.live.runs).toHaveLength(1);
	});

	it('get 503 while another delivery is undecided for too long', async () => {
		const proceed = deferred();
		stage.live.beforeRun = async () => await proceed.promise;
		const first = stage.deliver(messaging([text]));
		const second = await stage.deliver(messaging([text]));
		expect(second.status).toBe(503);
		proceed.resolve();
		expect((await first).status).toBe(200);
		expect((await stage.deliver(messaging([text]))).status).toBe(200);
		expect(stage.live.runs).toHaveLength(1);
	});

	it('are not lost where one could not start and another did meanwhile', async () => {
		const proceed = deferred();
		let isHeld = false;
		stage.live.beforeRun = async () => {
			if (isHeld) return;
			isHeld = true;
			await proceed.promise;
			throw new Error('The database is locked');
		};
		const first = stage.deliver(numbered(1));
		await until(() => isHeld);
		expect((await stage.deliver(numbered(1, 1))).status).toBe(200);
		proceed.resolve();
		expect((await first).status).toBe(500);
		await stage.deliver(numbered(1));
		expect(stage.live.runs).toHaveLength(2);
	});

	it('are nothing to another trigger', async () => {
		await stage.deliver(messaging([text]));
		await stage.open();
		await stage.deliver(messaging([text]));
		expect(stage.live.runs).toHaveLength(1);
	});

	it('are nothing to the same trigger in a copy of the workflow', async () => {
		for (const workflowId of ['original', 'copy']) {
			await stage.open({}, 'same-node', workflowId);
			await stage.deliver(messaging([text]));
			expect(stage.live.runs).toHaveLength(1);
		}
	});

	it('start a run each where the option is off', async () => {
		stage.live.configure({ options: { deduplicate: false } });
		await stage.deliver(messaging([text]));
		await stage.deliver(messaging([text, text]));
		expect((await jsons()).length).toBe(3);
	});

	it.each([
		['is still starting the run: it counts', undefined],
		['then cannot start the run: the next one does', new Error('The database is locked')],
	])('start one run when Meta hangs up while n8n %s', async (_what, fault) => {
		const proceed = deferred();
		let isHeld = false;
		stage.live.beforeRun = async () => {
			isHeld = true;
			await proceed.promise;
			if (fault) throw fault;
		};
		await hangUp(stage.live.url, Buffer.from(JSON.stringify(messaging([text]))), () => isHeld);
		await until(() => stage.live.hangUps === 1);
		// Meta's repetition comes while n8n is still at it.
		const again = stage.deliver(messaging([text]));
		await until(() => stage.live.requestCount === 2);
		expect(stage.live.runs).toEqual([]);
		stage.live.beforeRun = () => {};
		proceed.resolve();
		expect((await again).status).toBe(200);
		expect(stage.live.runs).toHaveLength(1);
	});

	it('are left to the next delivery when Meta hangs up before they were decided', async () => {
		const proceed = deferred();
		let isHeld = false;
		stage.live.beforeRun = async () => {
			isHeld = true;
			await proceed.promise;
			throw new Error('The database is locked');
		};
		const held = stage.deliver(messaging([text]));
		await until(() => isHeld);
		await hangUp(stage.live.url, Buffer.from(JSON.stringify(messaging([text]))));
		await until(() => stage.live.hangUps === 1);
		stage.live.beforeRun = () => {};
		proceed.resolve();
		// The one that waited could take over now, but nobody is there to hear that it did.
		expect((await held).status).toBe(500);
		expect(stage.live.runs).toEqual([]);
		expect((await stage.deliver(messaging([text]))).status).toBe(200);
		expect(stage.live.runs).toHaveLength(1);
	});
});

it('test mode shows every delivery and leaves no memory behind', async () => {
	const live = await stage.open();
	await live.listen();
	for (let i = 0; i < 2; i++) {
		expect((await stage.deliver(messaging([UPDATES.text]), {}, live.testUrl)).status).toBe(200);
	}
	await live.stopListening();
	expect(live.runs).toHaveLength(2);
	await stage.deliver(messaging([UPDATES.text]));
	expect(live.runs).toHaveLength(3);
});

/** Sends a request and leaves when it is time. */
async function hangUp(
	url: string,
	body: Buffer,
	isTime: () => boolean = () => true,
): Promise<void> {
	const { hostname, port, pathname } = new URL(url);
	const socket = connect(Number(port), hostname);
	const head = [
		`POST ${pathname} HTTP/1.1`,
		'Host: svara.test',
		'Content-Type: application/json',
		`X-Hub-Signature-256: ${signatureOf(body)}`,
		`Content-Length: ${body.length}`,
	];
	await new Promise<void>((resolve) => {
		socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]), () =>
			resolve(),
		);
	});
	await until(isTime);
	socket.destroy();
}

function deferred() {
	let resolve = () => {};
	const promise = new Promise<void>((done) => (resolve = done));
	return { promise, resolve };
}
