import { inspectMedia } from '../../../sandbox/media/inspect';
import { silentWav } from '../../wav';
import { vector } from '../support';

describe('what the bytes are', () => {
	test.each([
		['voice.m4a', { container: 'm4a', codec: 'aac', isFastStart: true, isComplete: true }, 1.5],
		[
			'moov-last.m4a',
			{ container: 'm4a', codec: 'aac', isFastStart: false, isComplete: true },
			1.5,
		],
		['fragmented.mp4', { container: 'mp4', codec: 'aac', isFastStart: true }, undefined],
		['alac.m4a', { container: 'm4a', codec: 'alac' }, 1.5],
		['voice.aac', { container: 'aac', codec: 'aac' }, 1.6],
		['voice.ogg', { container: 'ogg', codec: 'opus' }, 1.5],
		['voice.mp3', { container: 'mp3', codec: 'mp3' }, undefined],
		['voice.webm', { container: 'webm', codec: 'opus' }, undefined],
		['voice.flac', { container: 'flac' }, undefined],
	] as const)('%s', (name, facts, durationSeconds) => {
		const found = inspectMedia(vector(name));
		expect(found).toMatchObject({ kind: 'audio', ...facts });
		if (durationSeconds === undefined) expect(found.durationSeconds).toBeUndefined();
		else expect(Math.abs((found.durationSeconds ?? 0) - durationSeconds)).toBeLessThan(0.1);
	});

	test('a streamed WAV that does not know its size', () => {
		const bytes = silentWav(1);
		bytes.writeUInt32LE(0xffffffff, 4);
		bytes.writeUInt32LE(0xffffffff, 40);
		expect(inspectMedia(bytes)).toMatchObject({ container: 'wav', durationSeconds: 1 });
	});

	test('never throws, wherever a file is cut or damaged', () => {
		const names = [
			'voice.m4a',
			'moov-last.m4a',
			'voice.aac',
			'voice.ogg',
			'voice.mp3',
			'voice.webm',
		];
		let seed = 1;
		const next = (below: number): number => {
			seed = (seed * 48271) % 2147483647;
			return seed % below;
		};
		for (const name of names) {
			const whole = vector(name);
			for (let round = 0; round < 300; round += 1) {
				const bytes = Buffer.from(whole.subarray(0, next(whole.length)));
				for (let hit = 0; hit < 8 && bytes.length > 0; hit += 1)
					bytes[next(bytes.length)] = next(256);
				expect(typeof inspectMedia(bytes).container).toBe('string');
			}
		}
	});
});
