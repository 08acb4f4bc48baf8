import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { silentWav } from '../wav';
import { startWebServer, type WebServer } from '../webServer';
import { FLAVOURS, useStage, vector } from './stage';

let web: WebServer;
let answer: RequestListener;

/** A temporary folder of this file's own, so that nothing else can leave anything in it. */
const temp = mkdtempSync(join(tmpdir(), 'svara-test-'));
const { TMPDIR } = process.env;

beforeAll(() => {
	process.env.TMPDIR = temp;
});
const stage = useStage();
beforeAll(async () => {
	web = await startWebServer((request, response) => answer(request, response));
});
afterAll(async () => {
	await web.close();
	if (TMPDIR === undefined) delete process.env.TMPDIR;
	else process.env.TMPDIR = TMPDIR;
	rmSync(temp, { recursive: true });
});
afterEach(() => {
	expect(readdirSync(temp).filter((name) => name.startsWith('svara-note-'))).toEqual([]);
});

interface Bad {
	item?: INodeExecutionData | Promise<INodeExecutionData>;
	parameters?: INodeParameters;
	code: string;
	says?: RegExp;
}

/** Puts the bad item between two good ones: they must be sent all the same. */
async function sendAmong(flavour: (typeof FLAVOURS)[number], { item, parameters = {} }: Bad) {
	const good = await stage.itemWith(vector('m4a-ready.m4a'), { isBad: false });
	const bad = item ? await item : structuredClone(good);
	bad.json.isBad = true;
	const run = await stage.run(flavour, { onError: 'continueRegularOutput', parameters }, [
		good,
		bad,
		good,
	]);
	return run.items('Voice').map(({ json }) => json);
}

async function expectRefusal(flavour: (typeof FLAVOURS)[number], bad: Bad): Promise<IDataObject> {
	const [first, refused, last] = await sendAmong(flavour, bad);
	expect([first?.status, last?.status]).toEqual(['sent', 'sent']);
	expect(refused).toMatchObject({ errorCode: bad.code, errorDetails: { delivered: 'no' } });
	expect(refused?.error).toMatch(/^[A-Z'].* \[item 1\]$/);
	expect(refused?.error).toMatch(bad.says ?? /./);
	const { fix } = refused?.errorDetails as { fix: string };
	expect(fix).toMatch(/^[A-Z'].{10,}/);
	expect(`${refused?.error} ${fix}`).not.toMatch(
		/\b(errors?|problems?|failures?|failed|mistakes?|undefined|null|NaN)\b/i,
	);
	expect(stage.sandbox.messages).toHaveLength(2);
	return refused!;
}

const halfOf = (name: string) => {
	const bytes = readFileSync(vector(name));
	return bytes.subarray(0, Math.floor(bytes.length / 2));
};

describe.each(['instagramLogin', 'messenger'] as const)(
	'audio nobody can play, on %s',
	(flavour) => {
		it.each<[string, () => Buffer, string]>([
			['an empty file', () => Buffer.alloc(0), 'audio_empty'],
			[
				'an HTML page called .mp3',
				() => Buffer.from('<!DOCTYPE html><html><body>Not found</body></html>'),
				'audio_unsupported',
			],
			[
				'random bytes',
				() => Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + 7) & 255)),
				'audio_unsupported',
			],
			[
				'a playlist that points at local files',
				() =>
					Buffer.from(
						'#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
					),
				'audio_unsupported',
			],
			['a cut off MP3', () => halfOf('mp3-xing.mp3'), 'audio_unsupported'],
			['a cut off M4A', () => halfOf('m4a-ready.m4a'), 'audio_unsupported'],
			['an M4A whose index is missing', () => halfOf('m4a-moov-last.m4a'), 'audio_unsupported'],
			['a cut off Ogg', () => halfOf('ogg-opus.ogg'), 'audio_unsupported'],
			['a cut off WAV', () => halfOf('wav-pcm.wav'), 'audio_unsupported'],
			['a cut off FLAC', () => halfOf('flac.flac'), 'audio_unsupported'],
			['a video without sound', () => readFileSync(vector('video-only.mp4')), 'audio_unsupported'],
		])('%s', async (_name, bytes, code) => {
			await expectRefusal(flavour, { item: stage.itemWith(bytes(), {}, 'note.mp3'), code });
		});
	},
);

describe('audio that does not fit', () => {
	it('61 s on Instagram', async () => {
		const item = stage.itemWith(silentWav(61));
		await expectRefusal('instagramLogin', {
			item,
			code: 'audio_too_long',
			says: /61(\.0)? s.*60 s/,
		});
	});

	it('61 s is sent on Messenger, and trimmed on Instagram on demand', async () => {
		const item = await stage.itemWith(silentWav(61));
		await stage.run('messenger', {}, [item]);
		await stage.run('instagramPage', { parameters: { options: { whenTooLong: 'trim' } } }, [item]);
		const [whole, trimmed] = stage.sandbox.messages.map(
			(sent) => sent.attachment?.durationSeconds ?? 0,
		);
		expect(whole).toBeCloseTo(61, 1);
		expect(trimmed).toBeLessThanOrEqual(60.05);
		expect(trimmed).toBeGreaterThan(59.9);
	});

	it('25.1 MB: refused as it is, and re-encoded where that is allowed', async () => {
		// 16-bit stereo at 48 kHz: 137 s are 25.1 MB.
		const item = await stage.itemWith(silentWav(137, { channels: 2, sampleRateHz: 48_000 }));
		expect(item.binary?.data?.bytes).toBeGreaterThan(25.05 * 1024 ** 2);
		await expectRefusal('messenger', {
			item,
			parameters: { options: { convert: '={{ $json.isBad ? "never" : "auto" }}' } },
			code: 'audio_too_large',
		});
		await stage.run('messenger', {}, [item]);
		expect(stage.sandbox.messages.at(-1)?.attachment?.sizeBytes).toBeLessThan(25 * 1024 ** 2);
	});

	it('101 MB', async () => {
		await expectRefusal('messenger', {
			item: stage.itemWith(Buffer.alloc(101 * 1024 ** 2)),
			code: 'audio_too_large',
		});
	});
});

describe('parameters', () => {
	const when = (bad: string, good: string) => `={{ $json.isBad ? ${bad} : ${good} }}`;

	it('a missing binary field', async () => {
		await expectRefusal('messenger', {
			item: { json: {} },
			code: 'invalid_input',
			says: /'?data'?/,
		});
	});

	it.each(FLAVOURS)('recipients that cannot be meant, on %s', async (flavour) => {
		const account = stage.sandbox.accounts[flavour];
		const good = `"${account.recipients.open.id}"`;
		const ownId = flavour === 'instagramLogin' ? account.igUserId : account.pageId;
		for (const [bad, says] of [
			['""', /'Recipient' is empty/],
			['"   "', /'Recipient' is empty/],
			['null', /'Recipient' is empty/],
			['17841400123456789', /lost digits/],
			['"1.7841400123456789e+16"', /lost digits/],
			[`"${ownId}"`, /the sending account itself/],
			['{ "a": 1 }', /'Recipient' is not an id/],
		] as const) {
			stage.sandbox.messages.length = 0;
			await expectRefusal(flavour, {
				parameters: { recipientId: when(bad, good) },
				code: 'invalid_input',
				says,
			});
		}
	});

	it.each([
		['={{ "messenger" }}', /'Platform' is set to \{\{ "messenger" \}\}, which is no platform/],
		['whatsapp', /'Platform' is set to whatsapp, which is no platform/],
		['', /'Platform' is set to nothing, which is no platform/],
	])('a platform that is none is not taken for Instagram: "%s"', async (platform, says) => {
		const item = await stage.itemWith(vector('m4a-ready.m4a'));
		const { error } = await stage.run('instagramLogin', { parameters: { platform } }, [item]);
		expect(error?.message).toMatch(says);
		expect((error as { description?: string }).description).toMatch(/^Choose Instagram or Mess/);
		expect(stage.sandbox.messages).toEqual([]);
	});

	it('a number that holds all its digits is a fine id', async () => {
		const recipient = stage.sandbox.addRecipient(stage.sandbox.accounts.messenger, {
			id: '624849302718',
		});
		const item = await stage.itemWith(vector('m4a-ready.m4a'));
		await stage.run('messenger', { parameters: { recipientId: '={{ 624849302718 }}' } }, [item]);
		expect(stage.sandbox.messages[0]?.recipientId).toBe(recipient.id);
	});

	it('options that no expression may yield', async () => {
		for (const [name, bad, good] of [
			['maxDuration', '"long"', '60'],
			['maxDuration', '-1', '60'],
			['maxRetries', '99', '0'],
			['timeout', '0', '10'],
			['bitrateKbps', '3', '64'],
			['convert', '"maybe"', '"auto"'],
			['rawAudioFormat', '"mp3"', '"none"'],
			['rawAudioSampleRate', '0', '24000'],
			['rawAudioSampleRate', '22050.5', '22050'],
			['rawAudioChannels', '0', '1'],
			['delivery', '"pigeon"', '"auto"'],
			['delivery', '"url"', '"auto"'],
			['windowClosesAt', '"tomorrow-ish"', '""'],
		] as const) {
			stage.sandbox.messages.length = 0;
			await expectRefusal('messenger', {
				parameters: { options: { [name]: when(bad, good) } },
				code: 'invalid_input',
			});
		}
	});

	it('expressions that n8n cannot resolve are told in n8n’s words', async () => {
		const to = stage.sandbox.accounts.messenger.recipients.open.id;
		const recipientId = `={{ $json.isBad ? $('Nowhere').item.json.id : "${to}" }}`;
		const says = /Referenced node doesn't exist/;
		await expectRefusal('messenger', { parameters: { recipientId }, code: 'invalid_input', says });
	});

	it('options that contradict each other', async () => {
		const options = { convert: 'never', normalizeLoudness: when('true', 'false') };
		await expectRefusal('messenger', { parameters: { options }, code: 'invalid_input' });
	});

	it('a window that has closed is refused before anything is read', async () => {
		const bad = '$now.minus(2, "days").toISO()';
		const windowClosesAt = when(bad, '$now.plus(1, "hour").toISO()');
		for (const [flavour, code] of [
			['instagramLogin', 'messaging_window_closed'],
			['messenger', 'message_not_allowed'],
		] as const) {
			stage.sandbox.messages.length = 0;
			const refused = await expectRefusal(flavour, {
				item: { json: {} },
				parameters: { options: { windowClosesAt } },
				code,
			});
			expect((refused.errorDetails as IDataObject).fix).toContain(
				'If the customer has written since, clear Window Closes At',
			);
			const item = await stage.itemWith(vector('m4a-ready.m4a'), { isBad: true });
			const run = await stage.run(
				flavour,
				{ parameters: { options: { windowClosesAt, messageTag: 'HUMAN_AGENT' } } },
				[item],
			);
			expect(run.items('Voice')[0]?.json.status).toBe('sent');
		}
	});

	it('a date without an offset is meant in the workflow’s time zone', async () => {
		const item = await stage.itemWith(vector('m4a-ready.m4a'));
		const inAnHour = "$now.plus(1, 'hour').toFormat(\"yyyy-MM-dd'T'HH:mm:ss\")";
		const aMinuteAgo = "$now.minus(1, 'minute').toFormat(\"yyyy-MM-dd'T'HH:mm:ss\")";
		for (const timezone of ['America/New_York', 'Asia/Kolkata', 'Etc/UTC']) {
			for (const [windowClosesAt, code] of [
				[`={{ ${inAnHour} }}`, undefined],
				[`={{ ${aMinuteAgo} }}`, 'message_not_allowed'],
			] as const) {
				const node = { parameters: { options: { windowClosesAt } }, settings: { timezone } };
				const run = await stage.run('messenger', { ...node, onError: 'continueRegularOutput' }, [
					item,
				]);
				expect([timezone, run.items('Voice')[0]?.json.errorCode]).toEqual([timezone, code]);
			}
		}
	});

	it('an id in the credential that has lost digits', async () => {
		const item = await stage.itemWith(vector('m4a-ready.m4a'));
		const { igUserId } = stage.sandbox.accounts.instagramLogin;
		const lost = { igUserId: `={{ ${igUserId} }}` };
		const run = await stage.run('instagramLogin', { credential: lost }, [item]);
		expect(run.error?.message).toBe(
			"'Instagram User ID' has lost digits on its way: it arrived as a number, and numbers hold only 15 digits exactly [item 0]",
		);
	});

	it('a file name made for a shell does nothing', async () => {
		const item = await stage.itemWith(
			vector('ogg-opus.ogg'),
			{},
			'$(touch PWNED);`touch PWNED`|.ogg',
		);
		await stage.run('messenger', {}, [item]);
		expect(stage.sandbox.messages[0]?.attachment?.fileName).toBe('voice-note.m4a');
		expect(readdirSync('.')).not.toContain('PWNED');
	});
});

describe('a URL', () => {
	const source = (path: string) => ({
		audioSource: 'url',
		audioUrl: `={{ $json.isBad ? "${path.startsWith('http') ? path : web.url + path}" : "${web.url}/good.m4a" }}`,
	});

	beforeEach(() => {
		answer = (request, response) => {
			if (request.url === '/good.m4a') return response.end(readFileSync(vector('m4a-ready.m4a')));
			if (request.url === '/page')
				return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>');
			if (request.url === '/login') return response.writeHead(403).end();
			if (request.url === '/loop') return response.writeHead(302, { Location: '/loop' }).end();
			if (request.url === '/file')
				return response.writeHead(302, { Location: 'file:///etc/passwd' }).end();
			if (request.url === '/huge')
				return response.writeHead(200, { 'Content-Length': String(101 * 1024 ** 2) }).write('x');
			if (request.url === '/endless') {
				const chunk = Buffer.alloc(1024 ** 2);
				const pour = (): void => {
					while (!response.destroyed && response.write(chunk));
				};
				response.on('drain', pour);
				return pour();
			}
			if (request.url === '/reset')
				return response
					.writeHead(200, { 'Content-Length': '5000' })
					.write('x', () => response.destroy());
			return response.writeHead(404).end();
		};
	});

	it.each([
		['that nobody answers', 'http://127.0.0.1:1/a.mp3', 'audio_fetch_failed'],
		['that is missing', '/gone', 'audio_fetch_failed'],
		['that answers a web page', '/page', 'audio_fetch_failed'],
		['behind a login', '/login', 'audio_fetch_failed'],
		['that redirects in circles', '/loop', 'audio_fetch_failed'],
		['that redirects to a local file', '/file', 'audio_fetch_failed'],
		['that breaks off', '/reset', 'audio_fetch_failed'],
		['that announces 101 MB', '/huge', 'audio_too_large'],
		['that never ends', '/endless', 'audio_too_large'],
	])('%s', async (_name, path, code) => {
		await expectRefusal('messenger', { parameters: source(path), code });
	});

	it.each(['', 'file:///etc/passwd', 'not a url'])('that is none: "%s"', async (url) => {
		const audioUrl = `={{ $json.isBad ? "${url}" : "${web.url}/good.m4a" }}`;
		await expectRefusal('messenger', {
			parameters: { audioSource: 'url', audioUrl },
			code: 'invalid_input',
		});
	});

	it('that never answers runs into the time limit', async () => {
		answer = (request, response) => {
			if (request.url === '/good.m4a') response.end(readFileSync(vector('m4a-ready.m4a')));
		};
		await expectRefusal('messenger', {
			parameters: { ...source('/slow'), options: { timeout: 1 } },
			code: 'audio_fetch_failed',
			says: /in time/,
		});
	});
});
