import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs mount(8). */
export const mount = (...options: string[]): boolean => spawnSync('mount', options).status === 0;

/** Whether a disk that is small enough to be filled can be had: in most places for root alone. */
export const CAN_MOUNT = (() => {
	const folder = mkdtempSync(join(tmpdir(), 'svara-mount-test-'));
	const canMount = mount('-t', 'tmpfs', 'tmpfs', folder);
	if (canMount) spawnSync('umount', [folder]);
	rmdirSync(folder);
	return canMount;
})();

/**
 * Runs `use` with a disk in a folder that exists.
 * @param size as mount(8) takes it, e.g. `256k`
 */
export async function withSmallDisk(
	folder: string,
	size: string,
	use: () => Promise<void>,
): Promise<void> {
	if (!mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)) {
		throw new Error(`No disk of ${size} at ${folder}`);
	}
	try {
		await use();
	} finally {
		spawnSync('umount', ['--lazy', folder]);
	}
}
