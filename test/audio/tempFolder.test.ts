import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { withFolder } from './helpers';

const MODULE = JSON.stringify(resolve(__dirname, '../../nodes/SvaraVoiceNote/files/tempFolder'));
const itOnLinux = process.platform === 'linux' ? it : it.skip;

interface Child {
	folder: string;
	kill(): Promise<void>;
}

/** A process that holds a private folder with a recording in it, in a temp folder of the test's own. */
async function holder(temp: string): Promise<Child> {
	const script = `require(${MODULE}).withTempFolder(async (folder) => {
		require('node:fs').writeFileSync(require('node:path').join(folder, 'in'), 'audio');
		console.log(folder);
		await new Promise((done) => process.stdin.once('end', done).resume());
	});`;
	const child = spawn(process.execPath, ['-e', script], {
		env: { ...process.env, TMPDIR: temp, TEMP: temp, TMP: temp },
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	const kill = async (): Promise<void> => {
		const exit = once(child, 'exit');
		child.kill('SIGKILL');
		await exit;
	};
	return { folder: line.toString().trim(), kill };
}

/** What a new process leaves of the temp folder once it has used a private folder. */
async function afterNextUse(temp: string): Promise<string[]> {
	const script = `require(${MODULE}).withTempFolder(async () => {});`;
	const child = spawn(process.execPath, ['-e', script], {
		env: { ...process.env, TMPDIR: temp, TEMP: temp, TMP: temp },
		stdio: 'inherit',
	});
	expect(await once(child, 'exit')).toEqual([0, null]);
	return readdir(temp);
}

async function madeAt(path: string, daysAgo: number): Promise<void> {
	await mkdir(path);
	const at = new Date(Date.now() - daysAgo * 86_400_000);
	await utimes(path, at, at);
}

describe('the private folder of a process that was killed', () => {
	it('is removed at the first use by another one, but not that of a live process', async () => {
		await withFolder(async (temp) => {
			const [dead, alive] = [await holder(temp), await holder(temp)];
			await dead.kill();
			expect(existsSync(join(dead.folder, 'in'))).toBe(true);
			expect((await afterNextUse(temp)).map((name) => join(temp, name))).toEqual([alive.folder]);
			await alive.kill();
			expect(await afterNextUse(temp)).toEqual([]);
		});
	});

	itOnLinux('is told from that of a later process with the same id', async () => {
		await withFolder(async (temp) => {
			const alive = await holder(temp);
			// The same place and id, but another start: whoever made this one is gone.
			const earlier = alive.folder.replace(/-\d+-([^-]+)$/, '-1-$1');
			await mkdir(earlier);
			expect((await afterNextUse(temp)).map((name) => join(temp, name))).toEqual([alive.folder]);
			await alive.kill();
		});
	});

	it('stays for a day where its process cannot be asked: in another container', async () => {
		await withFolder(async (temp) => {
			const [place, pid] = ['0123456789ab', '4194999'];
			await madeAt(join(temp, `svara-note-${place}-${pid}-77-fresh1`), 0.9);
			await madeAt(join(temp, `svara-note-${place}-${pid}-77-stale1`), 1.1);
			await madeAt(join(temp, 'svara-note-fresh2'), 0.9);
			await madeAt(join(temp, 'svara-note-stale2'), 1.1);
			expect((await afterNextUse(temp)).sort()).toEqual([
				`svara-note-${place}-${pid}-77-fresh1`,
				'svara-note-fresh2',
			]);
		});
	});

	it('is not followed where it is a link, and what is not ours is left alone', async () => {
		await withFolder(async (elsewhere) =>
			withFolder(async (temp) => {
				await writeFile(join(elsewhere, 'precious'), 'x');
				await symlink(elsewhere, join(temp, 'svara-note-link'));
				await madeAt(join(temp, 'svara-note-stale'), 2);
				await symlink(elsewhere, join(temp, 'svara-note-stale', 'inside'));
				await madeAt(join(temp, 'another-program'), 2);
				await writeFile(join(temp, 'svara-note-file'), 'x');
				const at = new Date(0);
				await utimes(join(temp, 'svara-note-file'), at, at);
				await utimes(join(temp, 'svara-note-stale'), at, at);
				await utimes(elsewhere, at, at);
				expect((await afterNextUse(temp)).sort()).toEqual([
					'another-program',
					'svara-note-file',
					'svara-note-link',
				]);
				expect(await readdir(elsewhere)).toEqual(['precious']);
			}),
		);
	});
});
