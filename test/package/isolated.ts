import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Report } from './report';
import type { Findings } from './useInstalled';

const run = promisify(execFile);

export interface Installation {
	/** The folder of the installed package. */
	installed: string;
	/** An empty folder: all that PATH holds. */
	emptyPath: string;
	/** Where the installed package finds n8n-workflow, as n8n arranges it. */
	nodePath: string;
}

/** Uses the installed package in a process that knows no ffmpeg, and checks what it found there. */
export async function runChecks(report: Report, installation: Installation): Promise<void> {
	let findings: Findings | undefined;
	await report.check('it loads and runs in a process without ffmpeg', async () => {
		findings = await useInstalled(installation);
	});
	if (!findings) return;
	const { nodeTypes, credentialTypes, hasFfmpeg, converted, sent } = findings;

	await report.check('there is no ffmpeg in that process', () => assert.equal(hasFfmpeg, false));
	await report.check("n8n's loader finds both nodes and both credentials", () => {
		assert.deepEqual(nodeTypes.sort(), ['svaraTrigger', 'svaraVoiceNote']);
		assert.deepEqual(credentialTypes.sort(), ['svaraInstagramApi', 'svaraMessengerApi']);
	});
	await report.check('a WAV file becomes an M4A file', () => {
		assert.equal(converted.status, 'success', converted.message);
		assert.equal(converted.mimeType, 'audio/mp4');
		assert.equal(converted.firstBox, 'ftyp');
	});
	await report.check('a voice note is sent to a Messenger thread', () => {
		assert.equal(sent.status, 'success', sent.message);
		assert.equal(sent.json?.status, 'sent');
		assert.deepEqual(sent.deliveredKinds, ['audio']);
	});
}

/** Starting n8n-core, converting two seconds and sending them takes about two seconds. */
const TIMEOUT_MS = 60_000;

/** `PATH` and `NODE_PATH` are all the process gets: no setting of this machine counts. */
async function useInstalled({ installed, emptyPath, nodePath }: Installation): Promise<Findings> {
	const { stdout } = await run(process.execPath, [join(__dirname, 'useInstalled.js'), installed], {
		timeout: TIMEOUT_MS,
		env: { PATH: emptyPath, NODE_PATH: nodePath, HOME: emptyPath },
	});
	return JSON.parse(stdout) as Findings;
}
