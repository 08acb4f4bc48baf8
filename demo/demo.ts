import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { shutdownEngines } from '../lib/audio';
import { startSandbox, type Sandbox } from '../sandbox';
import {
	startEngine,
	type Engine,
	type EngineRun,
	type WorkflowDefinition,
} from '../test/engine/harness';
import { fileFrom } from './fileNode';

const ROOT = resolve(__dirname, '../..');
const RECORDING = join(ROOT, 'examples/voice-note.ogg');
const WORKFLOW = join(ROOT, 'examples/send-a-voice-note.json');
/** Where the notes that arrived can be listened to. */
export const OUTPUT_FOLDER = join(ROOT, 'demo-output');

/** The example's nodes and the sandbox's accounts they send from. */
const SENDERS = [
	{ node: 'Instagram Voice Note', flavour: 'instagramLogin' },
	{ node: 'Messenger Voice Note', flavour: 'messenger' },
] as const;

/** Something to tell the user in one sentence. */
class Refusal extends Error {}

/**
 * Sends a recording to an Instagram and a Messenger thread: the example workflow on n8n's own
 * engine, with the sandbox in Meta's place. Offline; nothing leaves this machine.
 * @param path an audio file; default: the recording that comes with the examples
 * @param outputFolder where to put the voice notes that arrived
 * @returns the process's exit code
 */
export async function runDemo(
	path: string | undefined,
	outputFolder: string,
	say: (line: string) => void,
): Promise<number> {
	try {
		const sandbox = await startSandbox();
		try {
			await send(await chooseRecording(path), outputFolder, sandbox, say);
		} finally {
			await sandbox.close();
		}
		return 0;
	} catch (thrown) {
		if (!(thrown instanceof Refusal)) throw thrown;
		say(`\n  ✖ ${thrown.message}`);
		return 1;
	}
}

async function chooseRecording(path: string | undefined): Promise<string> {
	if (path === undefined) return RECORDING;
	// npm runs scripts in the package's folder; the path is meant from where the user stood.
	const file = resolve(process.env.INIT_CWD ?? '.', path);
	const facts = await stat(file).catch(() => undefined);
	if (!facts) throw new Refusal(`There is no file at ${path}.`);
	if (!facts.isFile()) throw new Refusal(`${path} is not a file. Name one audio file.`);
	return file;
}

async function send(
	recording: string,
	outputFolder: string,
	sandbox: Sandbox,
	say: (line: string) => void,
): Promise<void> {
	say(`\n  ✔ Sandbox in Meta's place at ${sandbox.url}`);
	const engine = await startEngine({
		nodes: { 'n8n-nodes-base.httpRequest': fileFrom(recording) },
	});
	say("  ✔ n8n's execution engine with n8n-nodes-svara loaded");
	try {
		setCredentials(engine, sandbox);
		say(`  … Running "Send a voice note" with ${basename(recording)}`);
		const run = await engine.run(await exampleFor(sandbox), [{ json: {} }]);
		if (run.error) throw new Refusal(refusalOf(run.error));
		say(`  ✔ Sent in ${Math.round(run.durationMs)} ms\n`);
		say(table(rowsOf(run)));
		say('\n  Listen to what arrived:');
		for (const file of await saveArrived(sandbox, outputFolder)) say(`    ${file}`);
	} finally {
		await engine.close();
		await shutdownEngines();
	}
}

function setCredentials(engine: Engine, sandbox: Sandbox): void {
	const { instagramLogin, messenger } = sandbox.accounts;
	engine.setCredential('svaraInstagramApi', {
		loginType: 'instagram',
		accessToken: instagramLogin.tokens.valid,
		igUserId: instagramLogin.igUserId,
		baseUrl: sandbox.baseUrl('instagramLogin'),
	});
	engine.setCredential('svaraMessengerApi', {
		pageAccessToken: messenger.tokens.valid,
		pageId: messenger.pageId,
		baseUrl: sandbox.baseUrl('messenger'),
	});
}

/** The importable example, with two of the sandbox's customers filled in as a user would. */
async function exampleFor({ accounts }: Sandbox): Promise<WorkflowDefinition> {
	const workflow = JSON.parse(await readFile(WORKFLOW, 'utf8')) as WorkflowDefinition;
	const settings = workflow.nodes.find((node) => node.name === 'Who and What');
	const fields = settings?.parameters.assignments as {
		assignments: Array<{ name: string; value: string }>;
	};
	for (const field of fields.assignments) {
		if (field.name === 'instagramCustomerId')
			field.value = accounts.instagramLogin.recipients.open.id;
		if (field.name === 'messengerCustomerId') field.value = accounts.messenger.recipients.open.id;
	}
	return workflow;
}

function refusalOf({
	message,
	description,
}: {
	message: string;
	description?: string | null;
}): string {
	return `${message.replace(/ \[item \d+\]$/, '')}. ${description ?? ''}`;
}

interface SentJson extends IDataObject {
	recipientId: string;
	messageId: string;
	audio: Record<
		'input' | 'output',
		{ container: string; codec: string; durationSeconds: number; sizeBytes: number }
	> & {
		converted: boolean;
	};
}

function rowsOf(run: EngineRun): Array<Record<string, string>> {
	return SENDERS.map(({ node }) => {
		const { recipientId, messageId, audio } = run.items(node)[0]?.json as SentJson;
		const { input, output } = audio;
		return {
			Thread: node.replace(' Voice Note', ''),
			Recipient: recipientId,
			'Message ID': messageId.length > 16 ? `${messageId.slice(0, 15)}…` : messageId,
			'In → out': `${input.container}/${input.codec} → ${output.container}/${output.codec}`,
			Seconds: output.durationSeconds.toFixed(2),
			Bytes: `${input.sizeBytes} → ${output.sizeBytes}`,
			Converted: audio.converted ? 'yes' : 'no',
			Milliseconds: String(run.runData[node]?.[0]?.executionTime ?? ''),
		};
	});
}

/** Writes each note that arrived into the output folder; resolves with the files' paths. */
async function saveArrived({ messages }: Sandbox, folder: string): Promise<string[]> {
	await mkdir(folder, { recursive: true });
	return await Promise.all(
		messages.map(async ({ flavour, attachment }) => {
			const platform = flavour === 'messenger' ? 'messenger' : 'instagram';
			const file = join(folder, `${platform}.${attachment?.container ?? 'bin'}`);
			await writeFile(file, attachment?.bytes ?? '');
			return file;
		}),
	);
}

/** A plain-text table, two spaces in, columns as wide as their widest cell. */
function table(rows: Array<Record<string, string>>): string {
	const columns = Object.keys(rows[0] ?? {});
	const widthOf = (column: string) =>
		Math.max(column.length, ...rows.map((row) => (row[column] ?? '').length));
	const line = (cellOf: (column: string) => string) =>
		`  ${columns.map((column) => cellOf(column).padEnd(widthOf(column))).join('  ')}`.trimEnd();
	return [
		line((column) => column),
		line((column) => '─'.repeat(widthOf(column))),
		...rows.map((row) => line((column) => row[column] ?? '')),
	].join('\n');
}
