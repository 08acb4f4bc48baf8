import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';

import { DataDeduplicationService, prepareBinaryData } from 'n8n-core';
import {
	UnexpectedError,
	type IBinaryData,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

import { serveBinaryData } from './binaryDataServer';
import { Credentials } from './credentials';
import { openHome, type BinaryMode, type N8nHome } from './home';
import { serveWorkflow, type LiveWorkflow } from './liveWorkflow';
import type { LogEntry } from './logger';
import { loadPackage } from './nodeTypes';
import { ProcessedDataStore } from './processedData';
import { runWorkflow, type EngineRun, type RunOptions, type WorkflowDefinition } from './run';

export type { BinaryMode } from './home';
export type { LiveWorkflow } from './liveWorkflow';
export type { LogEntry } from './logger';
export type { ProcessedDataStore, StoreAccess } from './processedData';
export type { EngineRun, RunOptions, WorkflowDefinition } from './run';

export interface EngineOptions {
	/** Where binary data is kept. Default `filesystem`. */
	binaryMode?: BinaryMode;
	/** Saved credentials by type; see {@link Engine.setCredential}. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** What n8n believes its own REST address to be. Default: the server that really answers. */
	restApiUrl?: string;
	/** The package to load, installed or built. Default: this repository. */
	packageDirectory?: string;
	/** Further node types by full name, e.g. `n8n-nodes-base.httpRequest`. */
	nodes?: Record<string, INodeType>;
	credentialTypes?: ICredentialType[];
	/** Further settings of n8n and of the package. Those of the surrounding process do not count. */
	env?: Record<string, string>;
}

/** n8n's execution engine with the package loaded, and everything around it that a run touches. */
export interface Engine {
	/** `http://127.0.0.1:PORT/rest`: serves signed binary data as n8n does. */
	readonly restUrl: string;
	readonly processedData: ProcessedDataStore;
	/** Everything n8n and the nodes have logged. */
	readonly logs: LogEntry[];
	/**
	 * Saves a credential; values may be expressions (`={{ $json.token }}`).
	 * Nodes that name no saved credential get the one saved without an id.
	 */
	setCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
		id?: string,
	): INodeCredentialsDetails;
	/** Puts a file into n8n's binary store, as a node upstream would have. */
	storeBinary(
		content: Buffer | string,
		file: { fileName: string; mimeType: string },
	): Promise<IBinaryData>;
	run(
		workflow: WorkflowDefinition,
		input: INodeExecutionData[],
		options?: RunOptions,
	): Promise<EngineRun>;
	/** Puts a workflow with a webhook trigger online; close it before the engine. */
	serve(workflow: WorkflowDefinition): Promise<LiveWorkflow>;
	/** Stops the server and removes n8n's home. */
	close(): Promise<void>;
}

/** The harness is compiled to `dist/test/engine/harness`. */
const REPOSITORY = resolve(__dirname, '../../../..');

let isOpen = false;

/**
 * Starts n8n's engine in this process, with a home of its own under the temporary folder.
 * n8n-core keeps its services in one container, so one engine is open at a time.
 *
 * @throws what n8n's loader throws about a package it would refuse
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
	if (isOpen) throw new UnexpectedError('Close the engine that is open before starting another');
	isOpen = true;
	const home = await openHome(options.binaryMode ?? 'filesystem', options.env);
	const leave = async (): Promise<void> => {
		await home.remove();
		isOpen = false;
	};
	try {
		return await createEngine(home, options, leave);
	} catch (error) {
		await leave();
		throw error;
	}
}

async function createEngine(
	{ logs }: N8nHome,
	options: EngineOptions,
	leave: () => Promise<void>,
): Promise<Engine> {
	const loaded = await loadPackage(
		options.packageDirectory ?? REPOSITORY,
		options.nodes ?? {},
		options.credentialTypes ?? [],
	);
	const credentials = new Credentials(loaded.credentialTypes);
	for (const [type, data] of Object.entries(options.credentials ?? {}))
		credentials.save(type, data);
	const processedData = new ProcessedDataStore();
	await useProcessedData(processedData);
	const server = await serveBinaryData();
	const context = { ...loaded, credentials, restApiUrl: options.restApiUrl ?? server.restUrl };

	return {
		restUrl: server.restUrl,
		processedData,
		logs,
		setCredential: (type, data, id) => credentials.save(type, data, id),
		storeBinary: async (content, { fileName, mimeType }) => {
			const bytes = typeof content === 'string' ? createReadStream(content) : content;
			return await prepareBinaryData(bytes, 'upstream', 'workflow', fileName, mimeType);
		},
		run: async (workflow, input, runOptions) =>
			await runWorkflow(context, workflow, input, runOptions),
		serve: async (workflow) => await serveWorkflow(context, workflow),
		async close() {
			await server.close();
			await leave();
		},
	};
}

/** n8n allows one store for the life of a process, hence the assignment to its private field. */
async function useProcessedData(store: ProcessedDataStore): Promise<void> {
	(DataDeduplicationService as unknown as { instance?: unknown }).instance = undefined;
	await DataDeduplicationService.init(store);
}
