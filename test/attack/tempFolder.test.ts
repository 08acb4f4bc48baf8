import { readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { describeEachEngine, wav, withFolder } from '../audio/helpers';
import { useStage, vector } from '../engine/stage';
import { OBEYS_FILE_MODES } from '../posix';
import { CAN_MOUNT, mount, withSmallDisk } from '../smallDisk';
import { startWebServer, type WebServer } from '../webServer';
import { diceOf, type Dice } from './campaign';

/**
 * Notes and pictures from a temp folder that is full or cannot be written to. `SVARA_ATTACK_RUNS` sets
 * how many disks of different sizes there are, `SVARA_ATTACK_SEED` where to begin.
 */
const RUNS = Math.ceil(Number(process.env.SVARA_ATTACK_RUNS ?? 24) / 2);
const SEED = Number(process.env.SVARA_ATTACK_SEED ?? 20_261_121);

const stage = useStage();
let web: WebServer;
let given: Buffer;

beforeAll(async () => {
	web = await startWebServer((_request, response) => response.end(given));
});
afterAll(async () => await web.close());
afterEach(() => jest.restoreAllMocks());

/** What is sent, each with more or less to write. */
const SENDINGS: ReadonlyArray<{ bytes: Buffer; parameters: INodeParameters }> = [
	{ bytes: wav(1.5), parameters: {} },
	{ bytes: wav(8, 16_000, 'noise'), parameters: {} },
	{ bytes: readFileSync(vector('ogg-opus.ogg')), parameters: {} },
	{ bytes: readFileSync(vector('m4a-ready.m4a')), parameters: {} },
	{ bytes: readFileSync(vector('m4a-moov-last.m4a')), parameters: {} },
	{
		bytes: wav(4, 16_000).subarray(44),
		parameters: { options: { rawAudioFormat: 'pcm_s16le', rawAudioSampleRate: 16000 } },
	},
	{
		bytes: Buffer.concat([
			Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
			Buffer.alloc(200_000),
			Buffer.from([0xff, 0xd9]),
		]),
		parameters: { resource: 'message', operation: 'sendMedia', mediaType: 'image' },
	},
];

/** Sends one of them, from n8n's store or from a URL; resolves with the item. */
async function send(dice: Dice): Promise<IDataObject> {
	const { bytes, parameters } = dice.pick(SENDINGS);
	given = bytes;
	const isAudio = parameters.resource === undefined;
	const fromUrl = {
		[isAudio ? 'audioSource' : 'mediaSource']: 'url',
		[isAudio ? 'audioUrl' : 'mediaUrl']: web.url,
	};
	const run = await stage.run(
		'messenger',
		{
			parameters: { ...parameters, ...(dice.percent(40) ? fromUrl : {}) },
			onError: 'continueRegularOutput',
		},
		[await stage.itemWith(bytes)],
	);
	return run.items('Voice')[0]?.json ?? {};
}

const inTempFolder = (folder: string) => jest.spyOn(os, 'tmpdir').mockReturnValue(folder);

describeEachEngine('a temp folder that is full', () => {
	(CAN_MOUNT ? it : it.skip)(
		`ends as a message or as an error that says so (${RUNS} disks, seed ${SEED})`,
		async () => {
			const faults: string[] = [];
			const endings = new Set<unknown>();
			for (let seed = SEED; seed < SEED + RUNS; seed++) {
				const dice = diceOf(seed);
				const sizeKb = dice.pick([4, 8, 16, 24, 32, 48, 64, 96, 128, 200, 260, 300, 500]);
				stage.sandbox.messages.length = 0;
				await withFolder(async (folder) =>
					withSmallDisk(folder, `${sizeKb}k`, async () => {
						inTempFolder(folder);
						const item = await send(dice);
						jest.restoreAllMocks();
						endings.add(item.status ?? item.errorCode);
						const left = await readdir(folder);
						if (left.length > 0) faults.push(`seed ${seed} left ${left.join()}`);
						const isTold = /disk is full/.test(String(item.error));
						const arrived = stage.sandbox.messages.length;
						const isRight = item.status === 'sent' ? arrived === 1 : isTold && arrived === 0;
						if (!isRight) faults.push(`seed ${seed}, ${sizeKb} kB: ${JSON.stringify(item)}`);
					}),
				);
			}
			expect(faults).toEqual([]);
			if (RUNS > 5) expect([...endings]).toContain('sent');
		},
		60_000 + RUNS * 5_000,
	);
});

describe('a temp folder that', () => {
	const expectRefusal = async (folder: string, words: string) => {
		inTempFolder(folder);
		const item = await send(diceOf(SEED));
		expect(item).toMatchObject({
			errorCode: 'temporarily_unavailable',
			error: `The temp folder ${folder} ${words} [item 0]`,
			errorDetails: { delivered: 'no', fix: expect.stringContaining('TMPDIR') as string },
		});
		expect(stage.sandbox.messages).toEqual([]);
	};

	it('is not there is named', async () => {
		await withFolder(async (folder) => await expectRefusal(join(folder, 'gone'), 'does not exist'));
	});

	it('is a file is named', async () => {
		await withFolder(async (folder) => {
			await writeFile(join(folder, 'file'), '');
			await expectRefusal(join(folder, 'file'), 'is not a folder');
		});
	});

	(CAN_MOUNT ? it : it.skip)('is on a disk that cannot be written to is named', async () => {
		await withFolder(async (folder) =>
			withSmallDisk(folder, '1m', async () => {
				expect(mount('-o', 'remount,ro', folder)).toBe(true);
				await expectRefusal(folder, 'is on a disk that is read-only');
			}),
		);
	});

	(OBEYS_FILE_MODES ? it : it.skip)('n8n may not write to is named', async () => {
		await withFolder(async (folder) => {
			await mkdir(join(folder, 'closed'), { mode: 0o500 });
			await expectRefusal(join(folder, 'closed'), "may not be written to by n8n's user");
		});
	});
});
