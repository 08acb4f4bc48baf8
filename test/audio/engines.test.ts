import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { makeVoiceNote, shutdownEngines } from '../../lib/audio';
import { ffmpegArguments } from '../../lib/audio/arguments';
import type { EngineJob } from '../../lib/audio/engines/engine';
import { engineTimeoutMs } from '../../lib/audio/limits';
import { MAX_ATTACHMENT_BYTES } from '../../lib/sizes';
import { itOnPosix } from '../posix';
import {
	describeEachEngine,
	describeNative,
	fileWith,
	refusal,
	rules,
	silentOpus,
	vector,
	VOICE_RECORDING,
	wav,
	withFolder,
} from './helpers';

const run = promisify(execFile);

/** The compiled package. */
const BUILD = resolve(__dirname, '../..');

const ENCODE = {
	kind: 'encode',
	outputFormat: 'voiceNote',
	readSeconds: 60,
	bitrateKbps: 96,
	normalizeLoudness: false,
	fillGaps: true,
	maxBytes: MAX_ATTACHMENT_BYTES,
} as const;

const job = (inputPath: string, folder: string, changes: Partial<EngineJob> = {}): EngineJob => ({
	inputPath,
	outputPath: join(folder, `out-${Math.random()}.m4a`),
	timeoutMs: 60_000,
	arguments: ffmpegArguments(ENCODE),
	...changes,
});

/** Runs a script in a new process that has lib/audio as `audio`. */
async function inNewProcess(
	script: string,
	{
		flags = [],
		env = {},
		build = BUILD,
	}: { flags?: string[]; env?: Record<string, string>; build?: string } = {},
): Promise<string> {
	const door = JSON.stringify(join(build, 'lib/audio'));
	const source = `const audio = require(${door});
		(async () => { ${script} })().catch((e) => console.log(e.code, e.message));`;
	const { stdout } = await run(process.execPath, [...flags, '-e', source], {
		env: { PATH: process.env.PATH, ...env },
		// An engine drops its workers after 30 s of idleness: a process that waits for that has a leak.
		timeout: 20_000,
	});
	return stdout.trim();
}

const convertIn = (folder: string): string => `
	const note = await audio.makeVoiceNote(${JSON.stringify(VOICE_RECORDING)}, ${JSON.stringify(folder)},
		${JSON.stringify(rules())});
	console.log(note.output.codec, note.output.durationSeconds);`;

/** What `ps` says of a process: nothing once it is gone, Z while nobody has asked for its exit code. */
const stateOf = async (pid: number): Promise<string> =>
	run('ps', ['-o', 'stat=', '-p', String(pid)]).then(
		({ stdout }) => stdout.trim(),
		() => '',
	);

/** A signal was sent; a busy machine may take a moment to act on it. */
async function untilGone(pid: number): Promise<void> {
	let state: string;
	do state = await stateOf(pid);
	while (state !== '' && !state.startsWith('Z'));
}

/** An executable that knows as `$OUT` where ffmpeg would write. */
async function scriptIn(folder: string, script: string): Promise<string> {
	const path = join(folder, 'ffmpeg-script');
	const lines = ['#!/bin/sh', 'for OUT; do :; done; OUT="${OUT#file:}"', script, ''];
	await writeFile(path, lines.join('\n'));
	await chmod(path, 0o755);
	return path;
}
const ORIGINAL_PATH = process.env.PATH;

describeEachEngine('an engine', (engine) => {
	it('kills what runs too long, and works on', async () => {
		await withFolder(async (folder) => {
			const long = await fileWith(folder, wav(55, 48000, 'noise'));
			await expect(engine.run(job(long, folder, { timeoutMs: 20 }))).rejects.toMatchObject({
				name: 'EngineFailure',
				stage: 'run',
			});
			const next = await engine.run(job(vector('ogg-opus.ogg'), folder));
			expect(next.exitCode).toBe(0);
		});
	});

	it('works on once files that would keep every worker busy have used up their time', async () => {
		await withFolder(async (folder) => {
			const hour = await fileWith(folder, silentOpus(3600));
			const slow = job(hour, folder, { timeoutMs: 500 });
			slow.arguments = ffmpegArguments({ ...ENCODE, readSeconds: 3600, normalizeLoudness: true });
			const stuck = Array.from({ length: 4 }, () =>
				engineOutcome(engine.run({ ...slow, outputPath: join(folder, `slow-${Math.random()}`) })),
			);
			const next = await engine.run(job(vector('ogg-opus.ogg'), folder));
			expect(next.exitCode).toBe(0);
			for (const outcome of await Promise.all(stuck)) {
				expect(outcome).toMatchObject({ name: 'EngineFailure', stage: 'run' });
			}
		});
	});

	it('settles every job of a batch in which some are cancelled', async () => {
		await withFolder(async (folder) => {
			const long = await fileWith(folder, wav(50, 48000, 'noise'));
			const controller = new AbortController();
			const jobs = Array.from({ length: 8 }, (_, index) =>
				engine.run(
					index % 2 === 0
						? job(long, folder, { signal: controller.signal })
						: job(vector('ogg-opus.ogg'), folder),
				),
			);
			const outcomes = Promise.allSettled(jobs);
			setImmediate(() => controller.abort());
			const settled = await outcomes;
			expect(settled.map(({ status }) => status)).toEqual(
				settled.map((_, index) => (index % 2 === 0 ? 'rejected' : 'fulfilled')),
			);
			expect((await readdir(folder)).filter((name) => name.startsWith('out-'))).toHaveLength(4);
		});
	});

	it('answers with an exit code what it cannot read', async () => {
		await withFolder(async (folder) => {
			const text = await fileWith(folder, '#EXTM3U\n/etc/hostname\n');
			const { exitCode } = await engine.run(job(text, folder));
			expect(exitCode).toBeGreaterThan(0);
		});
	});

	it('keeps no process alive', async () => {
		await withFolder(async (folder) => {
			const env = { SVARA_AUDIO_ENGINE: engine.name };
			expect(await inNewProcess(convertIn(folder), { env })).toBe('aac 13.329');
		});
	});
});

describe('the embedded engine', () => {
	afterAll(shutdownEngines);

	it('survives a job that crashes its worker', async () => {
		await withFolder(async (folder) => {
			const { embeddedEngine } = await import('../../lib/audio/engines/embedded');
			const missing = engineOutcome(embeddedEngine.run(job(join(folder, 'nowhere'), folder)));
			expect(await missing).toMatchObject({ name: 'EngineFailure', stage: 'run' });
			const next = await embeddedEngine.run(job(vector('ogg-opus.ogg'), folder));
			expect(next.exitCode).toBe(0);
		});
	});

	it('takes a run that was refused memory for a crash, though FFmpeg takes it for a success', async () => {
		await withFolder(async (folder) => {
			const { embeddedEngine } = await import('../../lib/audio/engines/embedded');
			const surround = wav(48);
			surround.writeUInt16LE(8, 22);
			surround.writeUInt16LE(16, 32);
			const input = await fileWith(folder, surround);
			const greedy = job(input, folder);
			greedy.arguments.outputOptions = ['-af', 'loudnorm', '-c:a', 'aac', '-f', 'ipod'];
			expect(await engineOutcome(embeddedEngine.run(greedy))).toMatchObject({
				name: 'EngineFailure',
				stage: 'run',
				message: expect.stringMatching(/more memory/),
			});
			const next = await embeddedEngine.run(job(vector('ogg-opus.ogg'), folder));
			expect(next.exitCode).toBe(0);
		});
	});

	it('starts again after a shutdown', async () => {
		await withFolder(async (folder) => {
			await makeVoiceNote(vector('ogg-opus.ogg'), folder, rules());
			await shutdownEngines();
			await makeVoiceNote(vector('ogg-opus.ogg'), folder, rules());
			expect(await readdir(folder)).toHaveLength(2);
		});
	});

	it('needs no ffmpeg on the machine', async () => {
		await withFolder(async (folder) => {
			expect(await inNewProcess(convertIn(folder), { env: { PATH: folder } })).toBe('aac 13.329');
		});
	});

	it('says so when neither engine can start', async () => {
		await withFolder(async (folder) => {
			const options = { flags: ['--jitless'], env: { PATH: folder } };
			const said = await inNewProcess(convertIn(folder), options);
			expect(said).toMatch(
				/^conversion_failed The audio could not be converted \(embedded engine: /,
			);
			expect(said).toMatch(/native engine: No ffmpeg was found/);
		});
	});

	it('lets the main thread go on while it converts', async () => {
		await withFolder(async (folder) => {
			let turns = 0;
			const timer = setInterval(() => (turns += 1), 1);
			await makeVoiceNote(VOICE_RECORDING, folder, rules());
			clearInterval(timer);
			expect(turns).toBeGreaterThan(10);
		});
	});
});

const engineOutcome = (promise: Promise<unknown>): Promise<unknown> =>
	promise.catch((reason: unknown) => reason);

describe('where no other package is installed', () => {
	/** The build alone, in a folder from which Node finds no `node_modules`. */
	const withBuildAlone = (use: (build: string) => Promise<void>): Promise<void> =>
		withFolder(async (build) => {
			for (const part of ['lib', 'engine']) {
				await cp(join(BUILD, part), join(build, part), { recursive: true });
			}
			await use(build);
		});

	it('the embedded engine works', async () => {
		await withBuildAlone(async (build) => {
			const env = { SVARA_AUDIO_ENGINE: 'embedded', PATH: build };
			expect(await inNewProcess(convertIn(build), { env, build })).toBe('aac 13.329');
		});
	});

	it('the native engine says how to add what it needs', async () => {
		await withBuildAlone(async (build) => {
			const env = { SVARA_AUDIO_ENGINE: 'native' };
			const said = await inNewProcess(convertIn(build), { env, build });
			expect(said).toMatch(/^conversion_failed .*run 'npm install fluent-ffmpeg'/);
		});
	});
});

describe('the time that engines may take', () => {
	const MB = 1024 * 1024;
	it.each([
		['a note of 5 kB that claims an hour', 5_000, 3600, 10],
		['a note of 15 s', 240_000, 15, 10],
		['a WAV of a minute', 12 * MB, 60, 135],
		['four megabytes that claim an hour', 4 * MB, 3600, 100],
		['a hundred megabytes', 100 * MB, Infinity, 600],
	])('follows from the bytes and the seconds of %s', (_, sizeBytes, soundSeconds, seconds) => {
		expect(engineTimeoutMs(sizeBytes, soundSeconds)).toBe(seconds * 1000);
	});
});

describe('the choice of an engine', () => {
	afterEach(() => {
		delete process.env.SVARA_AUDIO_ENGINE;
		delete process.env.SVARA_FFMPEG_PATH;
	});

	it('is refused in words when SVARA_AUDIO_ENGINE is none', async () => {
		process.env.SVARA_AUDIO_ENGINE = 'wasm';
		await withFolder(async (folder) => {
			const error = await refusal(makeVoiceNote(VOICE_RECORDING, folder, rules()));
			expect(error).toMatchObject({
				code: 'conversion_failed',
				message: "The environment variable SVARA_AUDIO_ENGINE is 'wasm'",
			});
			expect(error.fix).toMatch(/auto, embedded, native/);
		});
	});

	it('falls to the embedded engine when the named binary does not work', async () => {
		await withFolder(async (folder) => {
			const env = { SVARA_FFMPEG_PATH: join(folder, 'nowhere'), PATH: folder };
			expect(await inNewProcess(convertIn(folder), { env })).toBe('aac 13.329');
		});
	});

	const SCRIPTS: ReadonlyArray<[what: string, script: string, fault: RegExp]> = [
		['makes nothing', 'exit 0', /made no file/],
		['makes an empty file', ': > "$OUT"', /made no file/],
		['makes something else', 'echo hello > "$OUT"', /cannot be read/],
	];

	itOnPosix.each(SCRIPTS)(
		'goes on to the next engine when a binary %s',
		async (_, script, fault) => {
			await withFolder(async (folder) => {
				const path = await scriptIn(folder, script);
				const env = { SVARA_FFMPEG_PATH: path };
				expect(await inNewProcess(convertIn(folder), { env })).toBe('aac 13.329');
				const only = { ...env, PATH: folder, SVARA_AUDIO_ENGINE: 'native' };
				expect(await inNewProcess(convertIn(folder), { env: { ...only } })).toMatch(fault);
			});
		},
	);

	itOnPosix('blames the binary when it passes its test and then makes nothing', async () => {
		await withFolder(async (folder) => {
			const script = `[ -e "$0.tested" ] && exit 0; touch "$0.tested"; cp "$0.m4a" "$OUT"`;
			const path = await scriptIn(folder, script);
			const note = await makeVoiceNote(await fileWith(folder, wav(0.2)), folder, rules());
			await copyFile(note.path, `${path}.m4a`);
			const env = { SVARA_FFMPEG_PATH: path };
			expect(await inNewProcess(convertIn(folder), { env })).toBe('aac 13.329');
		});
	});

	it('names every binary that was tried', async () => {
		await withFolder(async (folder) => {
			const broken = join(folder, 'broken');
			await writeFile(broken, '#!/bin/sh\nexit 3\n');
			await chmod(broken, 0o755);
			const env = { SVARA_AUDIO_ENGINE: 'native', SVARA_FFMPEG_PATH: broken, PATH: folder };
			const said = await inNewProcess(convertIn(folder), { env });
			expect(said).toMatch(/^conversion_failed /);
			expect(said).toContain(`${broken} (from SVARA_FFMPEG_PATH): it cannot make an M4A`);
		});
	});
});

describe('a native engine whose binary is a script', () => {
	afterEach(() => {
		jest.restoreAllMocks();
		delete process.env.SVARA_FFMPEG_PATH;
		process.env.PATH = ORIGINAL_PATH;
	});
	/** Puts the script where the engine looks first, and nothing else where it could look. */
	async function asBinary(folder: string, script: string): Promise<string> {
		const path = await scriptIn(folder, script);
		process.env.SVARA_FFMPEG_PATH = path;
		return path;
	}

	itOnPosix('is killed with all that it started', async () => {
		await withFolder(async (folder) => {
			const { runBinary } = await import('../../lib/audio/engines/nativeProcess');
			const path = await scriptIn(folder, '/bin/sleep 60 & echo $! > "$0.child"; wait');
			const controller = new AbortController();
			const running = engineOutcome(
				runBinary(path, job(vector('ogg-opus.ogg'), folder, { signal: controller.signal })),
			);
			let child = '';
			while (!child.endsWith('\n')) child = await readFile(`${path}.child`, 'utf8').catch(() => '');
			controller.abort();
			expect(await running).toMatchObject({ code: 'cancelled' });
			await untilGone(Number(child));
		});
	});

	itOnPosix('that ignores SIGTERM is killed when its time is up', async () => {
		await withFolder(async (folder) => {
			const { runBinary } = await import('../../lib/audio/engines/nativeProcess');
			const script = `trap '' TERM HUP INT; echo $$ > "$0.pid"; while :; do /bin/sleep 1; done`;
			const path = await scriptIn(folder, script);
			const outcome = engineOutcome(
				runBinary(path, job(vector('ogg-opus.ogg'), folder, { timeoutMs: 300 })),
			);
			expect(await outcome).toMatchObject({ name: 'EngineFailure', stage: 'run' });
			const pid = await readFile(`${path}.pid`, 'utf8').catch(() => '');
			if (pid !== '') await untilGone(Number(pid));
		});
	});

	itOnPosix('does not outlive an n8n that is killed with SIGKILL', async () => {
		await withFolder(async (folder) => {
			// Passes its self-test, then hangs with a child, and ignores the signals that ask it to end.
			const script = `if [ -e "$0.tested" ]; then trap '' TERM HUP INT
				/bin/sleep 600 & echo "$$ $!" > "$0.pids"; wait; while :; do /bin/sleep 600; done
			fi; touch "$0.tested"; cp "$0.m4a" "$OUT"`;
			const path = await scriptIn(folder, script);
			const note = await makeVoiceNote(await fileWith(folder, wav(0.2)), folder, rules());
			await copyFile(note.path, `${path}.m4a`);
			const door = JSON.stringify(join(BUILD, 'lib/audio'));
			const n8n = spawn(
				process.execPath,
				['-e', `const audio = require(${door}); (async () => { ${convertIn(folder)} })()`],
				{ env: { ...process.env, SVARA_AUDIO_ENGINE: 'native', SVARA_FFMPEG_PATH: path } },
			);
			const ended = once(n8n, 'exit');
			let pids = '';
			while (!pids.endsWith('\n')) pids = await readFile(`${path}.pids`, 'utf8').catch(() => '');
			n8n.kill('SIGKILL');
			await ended;
			for (const pid of pids.trim().split(' ')) await untilGone(Number(pid));
		});
	});

	itOnPosix('may write without end, and little of it is kept', async () => {
		await withFolder(async (folder) => {
			const { runBinary } = await import('../../lib/audio/engines/nativeProcess');
			const path = await scriptIn(folder, 'head -c 50000000 /dev/zero >&2; echo why >&2; exit 1');
			const { exitCode, log } = await runBinary(path, job(vector('ogg-opus.ogg'), folder));
			expect(exitCode).toBe(1);
			expect(log.length).toBeLessThan(10_000);
			expect(log.endsWith('why')).toBe(true);
		});
	});

	itOnPosix('is tested again a minute after its test failed', async () => {
		await withFolder(async (folder) => {
			const { nativeEngine } = await import('../../lib/audio/engines/native');
			const path = await asBinary(folder, 'echo x >> "$0.runs"; exit 3');
			process.env.PATH = folder;
			const tests = async (): Promise<number> => {
				await engineOutcome(nativeEngine.run(job(vector('ogg-opus.ogg'), folder)));
				return (await readFile(`${path}.runs`, 'utf8')).length / 2;
			};
			expect(await tests()).toBe(1);
			expect(await tests()).toBe(1);
			const later = Date.now() + 61_000;
			jest.spyOn(Date, 'now').mockReturnValue(later);
			expect(await tests()).toBe(2);
		});
	});
});

describeNative('the native engine', () => {
	it('takes over where there is no WebAssembly', async () => {
		await withFolder(async (folder) => {
			expect(await inNewProcess(convertIn(folder), { flags: ['--jitless'] })).toBe('aac 13.329');
		});
	});

	it('skips a broken binary that comes first on PATH', async () => {
		await withFolder(async (folder) => {
			const bin = join(folder, 'bin');
			await mkdir(bin);
			await writeFile(join(bin, 'ffmpeg'), 'half a download');
			await chmod(join(bin, 'ffmpeg'), 0o755);
			const env = { SVARA_AUDIO_ENGINE: 'native', PATH: `${bin}:${process.env.PATH}` };
			expect(await inNewProcess(convertIn(folder), { env })).toBe('aac 13.329');
		});
	});

	it('takes folders and files with unusual names for what they are', async () => {
		process.env.SVARA_AUDIO_ENGINE = 'native';
		await withFolder(async (folder) => {
			const odd = join(folder, "a b; $(touch x) 'q' %d");
			await mkdir(odd);
			const note = await makeVoiceNote(VOICE_RECORDING, odd, rules());
			expect(note.output.durationSeconds).toBeCloseTo(13.329, 2);
			expect(await readdir(folder)).toHaveLength(1);
		});
		delete process.env.SVARA_AUDIO_ENGINE;
	});
});
