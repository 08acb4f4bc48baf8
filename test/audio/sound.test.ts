import { readFile } from 'node:fs/promises';

import { makeVoiceNote, type VoiceNote, type VoiceNoteRules } from '../../lib/audio';
import {
	describeEachEngine,
	fileWith,
	randomNumbers,
	refusal,
	rules,
	vector,
	VOICE_RECORDING,
	withFolder,
} from './helpers';
import { withEdits, withField } from './mp4Bytes';
import { decodedSamples, fidelity, floatWav, likeness, shareOfTone, type Samples } from './samples';

const { PI, sin } = Math;

/** Three seconds of changing tones, nearly at full scale: what adding channels up would clip. */
const LOUD = Float64Array.from({ length: 3 * 48000 }, (_, at) => {
	const seconds = at / 48000;
	const tone = (hz: number): number => sin(2 * PI * hz * seconds);
	return 0.92 * (0.4 * tone(220) + 0.3 * tone(900) * (0.5 + 0.5 * tone(3)) + 0.3 * tone(2200));
});
const SILENT = new Float64Array(LOUD.length);
const scaled = (by: number): Float64Array => LOUD.map((value) => value * by);

describeEachEngine('the sound of a voice note', (engine) => {
	/** Makes a note of bytes and hands over what a listener hears of it. */
	async function heard(
		bytes: Buffer,
		changes: Partial<VoiceNoteRules>,
		check: (samples: Samples, note: VoiceNote) => void,
	): Promise<void> {
		await withFolder(async (folder) => {
			const note = await makeVoiceNote(await fileWith(folder, bytes), folder, rules(changes));
			check(await decodedSamples(note.path), note);
		});
	}

	it.each([1, 2, 6, 8])('is as loud and as clear as each of %i equal channels', async (count) => {
		const bytes = floatWav(Array.from({ length: count }, () => LOUD));
		await heard(bytes, {}, (samples) => {
			const { levelDb, signalToDistortionDb } = fidelity(samples, LOUD);
			expect(Math.abs(levelDb)).toBeLessThan(0.2);
			expect(signalToDistortionDb).toBeGreaterThan(36);
		});
	});

	it.each([2, 6, 8])('does not clip where one of %i channels is loud', async (count) => {
		for (const loud of [0, 2].filter((index) => index < count)) {
			const channels = Array.from({ length: count }, (_, at) => (at === loud ? LOUD : SILENT));
			await heard(floatWav(channels), {}, (samples) => {
				expect(fidelity(samples, LOUD).signalToDistortionDb).toBeGreaterThan(36);
			});
		}
	});

	it('is normalized to the same loudness, whatever the channels', async () => {
		const mono: Samples[] = [];
		for (const count of [1, 2, 6, 8]) {
			const bytes = floatWav(Array.from({ length: count }, () => LOUD));
			await heard(bytes, { normalizeLoudness: true }, (samples) => {
				mono.push(samples);
				const { levelDb, signalToDistortionDb } = fidelity(samples, mono[0] ?? samples);
				if (mono.length === 1) return;
				expect(Math.abs(levelDb)).toBeLessThan(0.2);
				expect(signalToDistortionDb).toBeGreaterThan(36);
			});
		}
	});

	it('is not clipped on its way to the loudness that it is normalized to', async () => {
		const samples: Samples[] = [];
		// The second one peaks at 2.9: a decoder's or a mixer's floating-point sound may.
		for (const peak of [1, 3.2]) {
			await heard(floatWav([scaled(peak)]), { normalizeLoudness: true }, (one) => {
				samples.push(one);
			});
		}
		for (const one of samples) {
			const steady = one.subarray(48000);
			expect(fidelity(steady, LOUD.subarray(48000)).signalToDistortionDb).toBeGreaterThan(18);
		}
	});

	it.each([false, true])(
		'may be damaged to samples that are no numbers (loudness normalized: %s)',
		async (normalizeLoudness) => {
			await withFolder(async (folder) => {
				const nan = makeVoiceNote(vector('damaged/nan.amr'), folder, rules({ normalizeLoudness }));
				expect(await refusal(nan)).toMatchObject({ code: 'audio_unsupported' });
			});
			const holes = [NaN, Infinity, -Infinity];
			const damaged = LOUD.map((value, at) => (at % 48000 < 300 ? (holes[at % 3] ?? 0) : value));
			await heard(floatWav([damaged]), { normalizeLoudness }, (samples) => {
				expect(samples.every(Number.isFinite)).toBe(true);
				expect(samples.length / 48000).toBeCloseTo(3, 1);
				if (normalizeLoudness) return;
				const between = [24000, 43200] as const;
				const pick = (all: Samples): Samples => all.subarray(...between);
				expect(fidelity(pick(samples), pick(LOUD)).signalToDistortionDb).toBeGreaterThan(36);
			});
		},
	);

	const JOINED: ReadonlyArray<[spoken: string, jingle: string]> = [
		['mp3-xing.mp3', 'jingle.mp3'],
		['mp3-bare.mp3', 'jingle.mp3'],
		['aac-adts.aac', 'jingle.aac'],
		['ogg-vorbis.ogg', 'jingle.ogg'],
	];
	describe.each(JOINED)('of %s and %s', (spoken, jingle) => {
		it.each([false, true])(
			'is heard whole and in order (loudness normalized: %s)',
			async (normalizeLoudness) => {
				const speech = await readFile(vector(spoken));
				const tone = await readFile(vector(jingle));
				const toneFirst = [tone, speech];
				const orders = [toneFirst, [speech, tone], [tone, speech, tone, speech]];
				for (const parts of orders) {
					const changes = { normalizeLoudness, whenTooLong: 'error' } as const;
					await heard(Buffer.concat(parts), changes, (samples, note) => {
						const seconds = parts.reduce((sum, part) => sum + (part === tone ? 1 : 1.5), 0);
						expect(Math.abs(samples.length / 48000 - seconds)).toBeLessThan(0.05 * parts.length);
						expect(note.output.durationSeconds).toBeCloseTo(samples.length / 48000, 1);
						let at = 0;
						for (const part of parts) {
							const length = part === tone ? 1 : 1.5;
							const share = shareOfTone(samples, 1000, [at + 0.2, at + length - 0.2]);
							if (part === tone) expect(share).toBeGreaterThan(0.9);
							else expect(share).toBeLessThan(0.3);
							at += length;
						}
					});
				}
			},
		);
	});

	it('of damaged AAC that calls itself whole is encoded anew or refused', async () => {
		const next = randomNumbers(5);
		const m4a = await readFile(vector('m4a-ready.m4a'));
		const start = m4a.indexOf('mdat') + 4;
		let noticed = 0;
		for (let round = 0; round < 12; round += 1) {
			const bytes = Buffer.from(m4a);
			for (let at = start + 1500; at < start + 5000; at += 1) bytes[at] = Math.floor(next() * 256);
			await withFolder(async (folder) => {
				const path = await fileWith(folder, bytes);
				const note = await makeVoiceNote(path, folder, rules()).catch((reason: unknown) => reason);
				if (note instanceof Error) {
					noticed += 1;
					return expect(note).toMatchObject({ code: 'audio_unsupported' });
				}
				const { path: made, converted, output } = note as VoiceNote;
				noticed += converted ? 1 : 0;
				const seconds = (await decodedSamples(made)).length / 48000;
				expect(Math.abs(seconds - (output.durationSeconds ?? 0))).toBeLessThan(0.15);
			});
		}
		expect(noticed).toBeGreaterThan(0);
	});

	it('of damaged AAC that must stay as it is is refused', async () => {
		const adts = Buffer.from(await readFile(vector('aac-adts.aac')));
		let frame = 0;
		for (let at = 0; at + 7 < adts.length; frame += 1) {
			const length = (adts.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
			if (frame % 2 === 1) adts.fill(0xff, at + 7, at + length);
			at += length;
		}
		await withFolder(async (folder) => {
			const path = await fileWith(folder, adts);
			const making = makeVoiceNote(path, folder, rules({ convert: 'never' }));
			expect(await refusal(making)).toMatchObject({
				code: 'audio_unsupported',
				message:
					'The audio file is damaged: not all of the sound that its index lists can be decoded',
			});
			await makeVoiceNote(VOICE_RECORDING, folder, rules());
		});
	});

	it('of an AVI whose times jump has no silence in it', async () => {
		const avi = Buffer.from(await readFile(vector('mp3-video.avi')));
		const header = avi.indexOf('auds');
		// dwScale of the stream header: each chunk seems to last thirty times as long.
		avi.writeUInt32LE(avi.readUInt32LE(header + 20) * 30, header + 20);
		await heard(avi, {}, (samples) => {
			expect(Math.abs(samples.length / 48000 - 1.5)).toBeLessThan(0.1);
		});
	});

	it('of a WebM whose times jump is heard whole, without silence for the jump', async () => {
		const webm = await readFile(vector('webm-opus-piped.webm'));
		const lastCluster = webm.lastIndexOf(Buffer.from('1f43b675', 'hex'));
		const time = webm.indexOf(0xe7, lastCluster);
		const blocks = webm.subarray(time + 2 + ((webm[time + 1] ?? 0) & 0x7f));
		const clusterAt = (ms: number): Buffer => {
			const start = Buffer.from('1f43b67501ffffffffffffffe78400000000', 'hex'); // of unknown size
			start.writeUInt32BE(ms, start.length - 4);
			return Buffer.concat([start, blocks]);
		};
		const spoken = await decodedSamples(vector('webm-opus-piped.webm'));
		const anHourAhead = Buffer.concat([webm.subarray(0, lastCluster), clusterAt(3_600_000)]);
		await heard(anHourAhead, {}, (samples) => {
			expect(Math.abs(samples.length - spoken.length) / 48000).toBeLessThan(0.05);
			expect(likeness(samples, spoken)).toBeGreaterThan(0.96);
		});
		await heard(Buffer.concat([webm, clusterAt(0)]), {}, (samples) => {
			expect(likeness(samples, spoken)).toBeGreaterThan(0.96);
			expect(samples.length / 48000).toBeGreaterThan(1.8);
		});
	});

	it('is not looked for in an edit list of 200,000 entries', async () => {
		const m4a = withEdits(await readFile(vector('m4a-ready.m4a')), (own) =>
			Array.from({ length: 200_000 }, () => own),
		);
		await withFolder(async (folder) => {
			const unlimited = rules({ platform: 'messenger', maxDurationSeconds: 0 });
			const making = makeVoiceNote(await fileWith(folder, m4a), folder, unlimited);
			expect(await refusal(making)).toMatchObject({
				code: 'audio_unsupported',
				message: 'The audio file is damaged: its edit list has 200000 entries',
			});
		});
	});

	it('is not waited for longer than the bytes of a file allow', async () => {
		const asked: number[] = [];
		const real = engine.run.bind(engine);
		const run = jest.spyOn(engine, 'run').mockImplementation(async (job) => {
			asked.push(job.timeoutMs);
			return { ...(await real(job)), workedMs: 4000 };
		});
		try {
			await withFolder(async (folder) => {
				const unlimited = rules({ platform: 'messenger', maxDurationSeconds: 0 });
				await makeVoiceNote(vector('m4a-moov-last.m4a'), folder, unlimited);
				// Remuxed and decoded once: the second run gets what the first one left.
				expect(asked).toEqual([10_000, 6_000]);
				asked.length = 0;
				const claim = withField(await readFile(vector('m4a-24khz.m4a')), 'mdhd', 12, () => 1);
				await makeVoiceNote(await fileWith(folder, claim), folder, unlimited).catch(
					() => undefined,
				);
				expect(Math.max(...asked)).toBeLessThanOrEqual(10_000);
			});
		} finally {
			run.mockRestore();
		}
	});
});
