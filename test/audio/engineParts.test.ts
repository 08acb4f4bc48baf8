import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { runFfmpeg } from '../../lib/audio/engines/runFfmpeg';
import { WasiMemory } from '../../lib/audio/engines/wasiMemory';
import { CONTAINERS } from '../../lib/audio/recognise/containers';

/** Tests run from `dist/test/audio`. */
const ENGINE = resolve(__dirname, '../../../engine');

/** What the built file has, by the option that lists it. */
const LISTED_BY: Readonly<Record<string, string>> = {
	demuxer: '-demuxers',
	muxer: '-muxers',
	decoder: '-decoders',
	encoder: '-encoders',
	filter: '-filters',
	bsf: '-bsfs',
	protocol: '-protocols',
};

/** Its name as FFmpeg's configure has it, and as FFmpeg lists it: `pcm_alaw` and `alaw`. */
const namesOf = (name: string): string[] =>
	name === 'mpegps' ? ['mpeg'] : [name, name.replace(/^(ad)?pcm_/, '')];

describe('the embedded engine as it is built', () => {
	const wasmModule = new WebAssembly.Module(readFileSync(resolve(ENGINE, 'ffmpeg.wasm')));

	/** The words of a list: `D  mov,mp4,m4a  QuickTime / MOV` names three demuxers. */
	function listed(option: string): Set<string> {
		const { exitCode, log } = runFfmpeg(wasmModule, {
			memory: new WasiMemory(),
			args: ['-hide_banner', option],
			files: {},
		});
		expect(exitCode).toBe(0);
		return new Set(log.split(/[\s,]+/));
	}

	it.each(Object.entries(LISTED_BY))('has each %s of components.txt', async (kind, option) => {
		const components = await readFile(resolve(ENGINE, 'components.txt'), 'utf8');
		const wanted = [...components.matchAll(/^(\w+) +(\w+) /gm)].filter(([, is]) => is === kind);
		expect(wanted).not.toEqual([]);
		const has = listed(option);
		const missing = wanted.filter(([, , name = '']) => !namesOf(name).some((is) => has.has(is)));
		expect(missing).toEqual([]);
	});

	it('has each demuxer that may look at a file', () => {
		const has = listed('-demuxers');
		const demuxers = CONTAINERS.flatMap((container) => container.demuxers);
		expect(demuxers.filter((name) => !has.has(name))).toEqual([]);
	});
});
