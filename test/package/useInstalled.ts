import { spawnSync } from 'node:child_process';

import { PackageDirectoryLoader } from 'n8n-core';
import type { IDataObject, INode, NodeParameterValueType } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import { startEngine, type EngineRun, type WorkflowDefinition } from '../engine/harness';
import { tone } from '../wav';

/** What {@link main} prints as JSON. */
export interface Findings {
	hasFfmpeg: boolean;
	nodeTypes: string[];
	credentialTypes: string[];
	converted: Outcome & { mimeType?: string; firstBox?: string };
	sent: Outcome & { deliveredKinds: string[] };
}

interface Outcome {
	status: string;
	message?: string;
	json?: IDataObject;
}

/** Uses the package in the folder that the command line names. */
async function main(packageDirectory: string): Promise<Findings> {
	const loader = new PackageDirectoryLoader(packageDirectory);
	await loader.loadAll();
	return {
		hasFfmpeg: !spawnSync('ffmpeg', ['-version']).error,
		nodeTypes: Object.keys(loader.nodeTypes),
		credentialTypes: Object.keys(loader.credentialTypes),
		...(await convertAndSend(packageDirectory)),
	};
}

async function convertAndSend(
	packageDirectory: string,
): Promise<Pick<Findings, 'converted' | 'sent'>> {
	const sandbox = await startSandbox();
	const { tokens, pageId, recipients } = sandbox.accounts.messenger;
	const engine = await startEngine({
		packageDirectory,
		credentials: {
			svaraMessengerApi: {
				pageAccessToken: tokens.valid,
				pageId,
				baseUrl: sandbox.baseUrl('messenger'),
			},
		},
	});
	const data = await engine.storeBinary(tone(2), { fileName: 'tone.wav', mimeType: 'audio/wav' });
	const input = [{ json: {}, binary: { data } }];
	const recipientId = { __rl: true, mode: 'id', value: recipients.open.id };

	const converted = await engine.run(voiceNote({ operation: 'convert' }), input);
	const sent = await engine.run(voiceNote({ operation: 'send', recipientId }), input);
	const findings = {
		converted: { ...outcome(converted), ...(await audioOf(converted)) },
		sent: { ...outcome(sent), deliveredKinds: sandbox.messages.map(({ kind }) => kind) },
	};
	await engine.close();
	await sandbox.close();
	return findings;
}

/** Manual trigger → Svara Voice Note. */
function voiceNote(parameters: Record<string, NodeParameterValueType>): WorkflowDefinition {
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	return {
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			node('Note', 'n8n-nodes-svara.svaraVoiceNote', {
				parameters: { platform: 'messenger', resource: 'voiceNote', ...parameters },
			}),
		],
		connections: { Start: { main: [[{ node: 'Note', type: 'main', index: 0 }]] } },
	};
}

function outcome(run: EngineRun): Outcome {
	const [item] = run.items('Note');
	return {
		status: run.status,
		...(run.error && { message: run.error.message }),
		...(item && { json: item.json }),
	};
}

/** What the converted item carries. Bytes 4 to 7 of an MP4 file name its first box. */
async function audioOf(run: EngineRun): Promise<{ mimeType?: string; firstBox?: string }> {
	const [item] = run.items('Note');
	const binary = item?.binary?.data;
	if (!item || !binary) return {};
	const bytes = await run.readBinary(item);
	return { mimeType: binary.mimeType, firstBox: bytes.toString('latin1', 4, 8) };
}

const [packageDirectory = ''] = process.argv.slice(2);
main(packageDirectory).then(
	(findings) => process.stdout.write(JSON.stringify(findings)),
	(error: unknown) => {
		console.error(error);
		// At once: a server may still be open.
		process.exit(1);
	},
);
