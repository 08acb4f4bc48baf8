import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type {
	IDataObject,
	INodeCredentials,
	INodeExecutionData,
	INodeParameters,
	IWorkflowSettings,
	OnError,
} from 'n8n-workflow';

import { shutdownEngines } from '../../lib/audio';
import { startSandbox, type Flavour, type RecordedRequest, type Sandbox } from '../../sandbox';
import {
	startEngine,
	type Engine,
	type EngineOptions,
	type EngineRun,
	type RunOptions,
	type WorkflowDefinition,
} from './harness';
import { workflowWith } from './workflow';

export { FLAVOURS, PAGE_FLAVOURS } from '../flavours';

const ROOT = resolve(__dirname, '../../..');

/** A small file of the given name under test/vectors. */
export const vector = (name: string): string => resolve(ROOT, 'test/vectors', name);

export interface VoiceNode {
	parameters?: INodeParameters;
	onError?: OnError;
	retryOnFail?: boolean;
	maxTries?: number;
	/** Default 1 ms: n8n takes 0 for a second. */
	waitBetweenTries?: number;
	/** Settings of the workflow around it. */
	settings?: IWorkflowSettings;
	/** Fields of the credential that are not as the sandbox's account has them. */
	credential?: IDataObject;
}

/** n8n's engine on one side, Meta as the sandbox plays it on the other. */
export interface Stage {
	sandbox: Sandbox;
	engine: Engine;
	/** An item with a file in `data`. */
	itemWith(
		file: string | Buffer,
		json?: IDataObject,
		fileName?: string,
	): Promise<INodeExecutionData>;
	/** Runs the node on items, as an account of the flavour. */
	run(
		flavour: Flavour,
		node: VoiceNode,
		items: INodeExecutionData[],
		options?: RunOptions,
	): Promise<EngineRun>;
	/** POSTs the sandbox received, by default those that carry messages. */
	posts(path?: RegExp): RecordedRequest[];
	close(): Promise<void>;
}

export async function openStage(options: EngineOptions = {}): Promise<Stage> {
	const sandbox = await startSandbox();
	const engine = await startEngine(options);
	return {
		sandbox,
		engine,
		async itemWith(file, json = {}, fileName = 'note.bin') {
			const content = typeof file === 'string' ? readFileSync(file) : file;
			// Files are recognised by their bytes: a wrong declared type must not matter.
			const data = await engine.storeBinary(content, { fileName, mimeType: 'text/plain' });
			return { json, binary: { data } };
		},
		async run(flavour, node, items, runOptions) {
			// By an id of its own, so that both ways into Instagram can be used side by side.
			const credentials = useAccount(engine, sandbox, flavour, node.credential, flavour);
			const workflow = workflowOf(sandbox, flavour, { ...node, credentials });
			return await engine.run(workflow, items, runOptions);
		},
		posts: (path = /\/messages$/) =>
			sandbox.requests.filter((request) => request.method === 'POST' && path.test(request.path)),
		async close() {
			await sandbox.close();
			await engine.close();
			await shutdownEngines();
		},
	};
}

/** One stage for all tests of a file or a group, with a sandbox as new for each of them. */
export function useStage(options: EngineOptions = {}): Stage {
	const stage = {} as Stage;
	beforeAll(async () => {
		Object.assign(stage, await openStage(options));
	});
	afterAll(async () => await stage.close());
	beforeEach(() => stage.sandbox.reset());
	return stage;
}

/**
 * Puts the sandbox's account of a flavour into n8n's credential.
 *
 * @param id saves a further credential; by default nodes that name none get this one
 * @returns what the node holds under `credentials`
 */
export function useAccount(
	engine: Engine,
	sandbox: Sandbox,
	flavour: Flavour,
	overrides: IDataObject = {},
	id?: string,
): INodeCredentials {
	const account = sandbox.accounts[flavour];
	const common = { baseUrl: sandbox.baseUrl(flavour), pageId: account.pageId, ...overrides };
	if (flavour === 'messenger') {
		const data = { pageAccessToken: account.tokens.valid, ...common };
		return { svaraMessengerApi: engine.setCredential('svaraMessengerApi', data, id) };
	}
	const data = {
		loginType: flavour === 'instagramLogin' ? 'instagram' : 'facebook',
		accessToken: account.tokens.valid,
		igUserId: account.igUserId,
		...common,
	};
	return { svaraInstagramApi: engine.setCredential('svaraInstagramApi', data, id) };
}

function workflowOf(
	sandbox: Sandbox,
	flavour: Flavour,
	{
		parameters = {},
		settings,
		credential: _credential,
		...node
	}: VoiceNode & { credentials: INodeCredentials },
): WorkflowDefinition {
	return workflowWith(
		{
			platform: flavour === 'messenger' ? 'messenger' : 'instagram',
			resource: 'voiceNote',
			operation: 'send',
			recipientId: { __rl: true, mode: 'id', value: sandbox.accounts[flavour].recipients.open.id },
			...parameters,
		},
		{ waitBetweenTries: 1, ...node },
		settings,
	);
}
