import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';

import { isObject, type JsonObject } from '../model/json';
import type { World } from '../world/world';
import { attachMedia, detachMedia, type MediaTable } from './media';
import { restoreSnapshot, takeSnapshot, type Snapshot } from './snapshot';

/** Counted up whenever a file written before can no longer be read. */
const VERSION = 1;
const FORMAT = 'svara-sandbox state';

/** Changes of this time are saved together. */
const SAVE_DELAY_MS = 500;

/** The state file cannot be used; the message says what is wrong with it, and what to do. */
export class StateFileError extends Error {}

/** A file that outlives the sandbox and brings its world back. */
export class StateFile {
	private timer: NodeJS.Timeout | undefined;
	private saving: Promise<void> = Promise.resolve();
	private written = '';
	/** The file as this sandbox last saw it, see {@link fingerprint}. */
	private seen: string | undefined;

	/** @param onError hears of changes that could not be saved for now */
	constructor(
		private readonly path: string,
		private readonly world: World,
		private readonly onError: (error: StateFileError) => void,
	) {}

	/**
	 * Brings the saved world back.
	 * @returns false if there is no file yet
	 * @throws StateFileError for a file of another version, or that is damaged or unreadable; it stays as it is
	 */
	async load(): Promise<boolean> {
		this.seen = await fingerprint(this.path);
		const text = await this.read();
		if (text === undefined) return false;
		const snapshot = this.parse(text);
		try {
			restoreSnapshot(this.world, snapshot);
		} catch {
			throw this.damaged();
		}
		return true;
	}

	/** Something may have changed: saves it shortly. */
	touch(): void {
		this.timer ??= setTimeout(() => {
			this.save().catch((error: unknown) => this.onError(error as StateFileError));
		}, SAVE_DELAY_MS).unref();
	}

	/**
	 * Saves the world as it is now, if it is not what the file holds already.
	 * @throws StateFileError if the file cannot be written, or somebody else has written it; the former one stays
	 */
	save(): Promise<void> {
		clearTimeout(this.timer);
		this.timer = undefined;
		this.saving = this.saving.catch(() => undefined).then(() => this.write());
		return this.saving;
	}

	private async write(): Promise<void> {
		try {
			const media: MediaTable = {};
			const state = detachMedia(takeSnapshot(this.world), media);
			const head = { format: FORMAT, version: VERSION, sha256: digest({ state, media }) };
			const text = JSON.stringify({ ...head, state, media }, null, '\t');
			if (text === this.written) return;
			await this.refuseForeignFile();
			await replaceFile(this.path, text);
			this.seen = await fingerprint(this.path);
			this.written = text;
		} catch (cause) {
			if (cause instanceof StateFileError) throw cause;
			const { message } = cause as Error;
			throw new StateFileError(
				`The state cannot be saved to ${this.path} (${message}). Name a file in a folder that exists and can be written to.`,
			);
		}
	}

	/** Two sandboxes on one file would take each other's conversations away. */
	private async refuseForeignFile(): Promise<void> {
		const present = await fingerprint(this.path);
		if (present === undefined || present === this.seen) return;
		throw new StateFileError(
			`The state is no longer saved: something else, perhaps another sandbox, has written ${this.path}. Stop one of them, and start each with a file of its own.`,
		);
	}

	private async read(): Promise<string | undefined> {
		try {
			// Devices such as /dev/zero never end.
			if (!(await stat(this.path)).isFile()) throw new Error('it is no regular file');
			return await readFile(this.path, 'utf8');
		} catch (cause) {
			const { code, message } = cause as NodeJS.ErrnoException;
			if (code === 'ENOENT') return undefined;
			throw new StateFileError(
				`The state file ${this.path} cannot be read (${message}). Make it readable, or name another file.`,
			);
		}
	}

	private parse(text: string): Snapshot {
		const file = parseObject(text);
		if (file?.format !== FORMAT) throw this.damaged();
		if (file.version !== VERSION) {
			throw new StateFileError(
				`The state file ${this.path} is of another version (${String(file.version)}; this sandbox reads ${VERSION}). Name another file, or start the version that wrote it.`,
			);
		}
		const { state, media, sha256 } = file;
		if (sha256 !== digest({ state, media })) throw this.damaged();
		return attachMedia(state, media as MediaTable) as Snapshot;
	}

	private damaged(): StateFileError {
		return new StateFileError(
			`The state file ${this.path} is damaged or was not written by the sandbox. Name another file, or delete this one to start anew.`,
		);
	}
}

/** Changes whenever the file is written or replaced; `undefined` if there is none that can be looked at. */
async function fingerprint(path: string): Promise<string | undefined> {
	const found = await stat(path, { bigint: true }).catch(() => undefined);
	return found && [found.ino, found.size, found.mtimeNs].join();
}

const digest = (content: JsonObject): string =>
	createHash('sha256').update(JSON.stringify(content)).digest('hex');

function parseObject(text: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Whoever looks finds the former file or the new one, whole, also after a crash. */
async function replaceFile(path: string, text: string): Promise<void> {
	const temporary = `${path}.${process.pid}.tmp`;
	try {
		// Tokens and conversations are in it.
		const file = await open(temporary, 'w', 0o600);
		try {
			await file.writeFile(text);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, path);
	} catch (cause) {
		await rm(temporary, { force: true });
		throw cause;
	}
}
