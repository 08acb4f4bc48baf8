import type { AudioFacts } from '../../lib/audio';
import { MAX_SENT_BYTES } from '../../lib/audio';
import { planVoiceNote } from '../../lib/audio/plan';
import { refusal, rules } from './helpers';

const MP3: AudioFacts = { container: 'mp3', codec: 'mp3', sizeBytes: 200_000, hasVideo: false };
const READY: AudioFacts = {
	container: 'm4a',
	codec: 'aac',
	aacProfile: 'lc',
	channels: 1,
	sampleRateHz: 48000,
	durationSeconds: 12,
	sizeBytes: 150_000,
	audioBytes: 145_000,
	hasVideo: false,
	mp4: {
		majorBrand: 'M4A ',
		trackCount: 1,
		isMoovBeforeMdat: true,
		isFragmented: false,
		isWellFormed: true,
	},
};
const withLayout = (mp4: Partial<NonNullable<AudioFacts['mp4']>>): AudioFacts => ({
	...READY,
	mp4: { ...READY.mp4!, ...mp4 },
});
const messenger = { platform: 'messenger', maxDurationSeconds: 0 } as const;

describe('the plan for a file', () => {
	it.each<[string, AudioFacts, 'keep' | 'remux' | 'encode', RegExp]>([
		['a voice note', READY, 'keep', /already/],
		['44.1 kHz stereo', { ...READY, channels: 2, sampleRateHz: 44100 }, 'keep', /already/],
		['an index at the end', withLayout({ isMoovBeforeMdat: false }), 'remux', /index comes last/],
		['fragments', withLayout({ isFragmented: true }), 'remux', /fragmented/],
		['a second track', withLayout({ trackCount: 2 }), 'remux', /other tracks/],
		['an unusual brand', withLayout({ majorBrand: 'dash' }), 'remux', /brand/],
		['an untidy index', withLayout({ isWellFormed: false }), 'remux', /tidy/],
		['raw AAC', { ...READY, container: 'aac', mp4: undefined }, 'remux', /container/],
		['HE-AAC', { ...READY, aacProfile: 'other' }, 'encode', /LC/],
		['six channels', { ...READY, channels: 6 }, 'encode', /channels/],
		['24 kHz, where HE-AAC may hide', { ...READY, sampleRateHz: 24000 }, 'encode', /rate/],
		['AAC in Matroska', { ...READY, container: 'matroska', mp4: undefined }, 'encode', /container/],
		['MP3', MP3, 'encode', /codec/],
		[
			'a large video with little sound',
			{ ...READY, sizeBytes: 80e6, container: 'mp4' },
			'remux',
			/large/,
		],
	])('%s', (_name, facts, kind, because) => {
		const plan = planVoiceNote(facts, rules());
		expect(plan.kind).toBe(kind);
		expect(plan.because).toMatch(because);
	});

	it('encodes whatever is asked to be changed', () => {
		expect(planVoiceNote(READY, rules({ convert: 'always' })).kind).toBe('encode');
		expect(planVoiceNote(READY, rules({ normalizeLoudness: true })).kind).toBe('encode');
		const trimmed = planVoiceNote(READY, rules({ whenTooLong: 'trim', maxDurationSeconds: 10 }));
		expect(trimmed).toMatchObject({ kind: 'encode', readSeconds: 10 });
	});

	it('obeys a bitrate, and otherwise takes 96 kbit/s or what fits 25 MB', () => {
		const bitrateOf = (
			durationSeconds: number | undefined,
			bitrateKbps?: number,
			sizeBytes = MP3.sizeBytes,
		): number => {
			const facts = { ...MP3, durationSeconds, sizeBytes };
			const plan = planVoiceNote(facts, rules({ ...messenger, bitrateKbps }));
			return plan.kind === 'encode' ? plan.bitrateKbps : 0;
		};
		expect(bitrateOf(60)).toBe(96);
		expect(bitrateOf(undefined)).toBe(96);
		expect(bitrateOf(60, 128)).toBe(128);
		// An hour of MP3 has many megabytes; one of 200 kB is a telephone's at best.
		expect(bitrateOf(60 * 60, undefined, 21e6)).toBeLessThan(60);
		expect(bitrateOf(60 * 60, undefined, 21e6)).toBeGreaterThan(45);
		expect(bitrateOf(60 * 60)).toBe(32);
	});

	it('decodes no further than a second past the limit', () => {
		expect(planVoiceNote(MP3, rules())).toMatchObject({ readSeconds: 61 });
		expect(planVoiceNote(MP3, rules({ whenTooLong: 'trim' }))).toMatchObject({ readSeconds: 60 });
		const unlimited = planVoiceNote(MP3, rules(messenger));
		expect(unlimited).toMatchObject({ kind: 'encode' });
		if (unlimited.kind === 'encode') expect(unlimited.readSeconds).toBeLessThan(2 * 60 * 60);
	});
});

describe('what a plan refuses', () => {
	const planning = (...args: Parameters<typeof planVoiceNote>): ReturnType<typeof refusal> =>
		refusal(Promise.resolve().then(() => planVoiceNote(...args)));

	it('more than the limit, with a tolerance for the padding of encoders', async () => {
		expect(await planning({ ...READY, durationSeconds: 61.2 }, rules())).toMatchObject({
			code: 'audio_too_long',
			message: 'The audio is 61.2 s long; Instagram voice notes may be 60 s',
		});
		expect(planVoiceNote({ ...READY, durationSeconds: 60.08 }, rules()).kind).toBe('keep');
		const endless = rules({ maxDurationSeconds: 0 });
		expect(planVoiceNote({ ...READY, durationSeconds: 600 }, endless).kind).toBe('keep');
	});

	it('less than 50 ms, where nothing is decoded that might hold more', async () => {
		const click = { ...READY, durationSeconds: 0.04 };
		expect(await planning(click, rules())).toMatchObject({ code: 'audio_empty' });
		expect(planVoiceNote({ ...MP3, durationSeconds: 0 }, rules()).kind).toBe('encode');
	});

	it('what cannot fit 25 MB at any sensible bitrate', async () => {
		const twoHours = { ...MP3, durationSeconds: 7200 };
		const error = await planning(twoHours, rules(messenger));
		expect(error.code).toBe('audio_too_large');
		expect(error.message).toMatch(/^120 minutes of audio do not fit at 32 kbit\/s/);
		const loud = await planning(
			{ ...MP3, durationSeconds: 3000 },
			rules({ ...messenger, bitrateKbps: 192 }),
		);
		expect(loud.code).toBe('audio_too_large');
		expect(loud.fix).toMatch(/'Bitrate'/);
	});

	it('a large voice note when it may not be converted, and only then', async () => {
		const large = { ...READY, sizeBytes: MAX_SENT_BYTES + 1, audioBytes: MAX_SENT_BYTES };
		expect(await planning(large, rules({ convert: 'never' }))).toMatchObject({
			code: 'audio_too_large',
		});
		expect(planVoiceNote(large, rules()).kind).toBe('encode');
		const fitting = { ...READY, sizeBytes: MAX_SENT_BYTES };
		expect(planVoiceNote(fitting, rules({ convert: 'never' })).kind).toBe('keep');
	});

	it("what the platform does not take, when 'Convert' is 'Never'", async () => {
		const never = rules({ convert: 'never' });
		const error = await planning(MP3, never);
		expect(error.code).toBe('audio_unsupported');
		expect(error.message).toBe(
			"Instagram does not take MP3 as it is, and 'Convert' is set to 'Never'",
		);
		const wav = { ...MP3, container: 'wav', codec: 'pcm', durationSeconds: 1 };
		expect(planVoiceNote(wav, never)).toMatchObject({ kind: 'keep', isLengthUnknown: false });
		const onMessenger = rules({ ...messenger, convert: 'never' });
		expect(planVoiceNote(MP3, onMessenger)).toMatchObject({ kind: 'keep', isLengthUnknown: false });
		const limited = { ...onMessenger, maxDurationSeconds: 60 };
		expect(planVoiceNote(MP3, limited)).toMatchObject({ kind: 'keep', isLengthUnknown: true });
		expect(
			await planning({ ...READY, hasVideo: true, container: 'mp4' }, onMessenger),
		).toMatchObject({
			code: 'audio_unsupported',
		});
	});

	it("a trim that 'Never' does not allow", async () => {
		const error = await planning(
			{ ...READY, durationSeconds: 70 },
			rules({ convert: 'never', whenTooLong: 'trim' }),
		);
		expect(error.code).toBe('audio_too_long');
		expect(error.fix).toMatch(/'Convert' to 'Auto'/);
	});
});
