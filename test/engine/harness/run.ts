import {
	BinaryDataService,
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	UnexpectedError,
	Workflow,
	type ExecutionError,
	type ExecutionStatus,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IRunData,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
	type NodeExecutionHint,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { Credentials } from './credentials';
import type { LoadedPackage } from './nodeTypes';
import { Container } from './services';

/** What matters of a workflow exported from n8n's editor. */
export interface WorkflowDefinition {
	id?: string;
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export interface RunOptions {
	/** Default: the next number, as in n8n. */
	executionId?: string;
	/** Default `manual`, as from the editor's button. */
	mode?: WorkflowExecuteMode;
	/** The trigger to start from. Default: the first that is not disabled. */
	startNode?: string;
	/** Aborting it is what the editor's stop button does. */
	cancel?: AbortSignal;
	/** n8n's execution timeout (`packages/cli/src/workflow-runner.ts`), which there is in seconds. */
	timeoutMs?: number;
}

export interface EngineRun {
	readonly executionId: string;
	readonly status: ExecutionStatus;
	/** Why the execution stopped, as n8n stores it: a plain object with the error's own properties. */
	readonly error?: ExecutionError;
	readonly runData: IRunData;
	readonly durationMs: number;
	/** The items of each of a node's outputs, from its last run; empty if it never ran. */
	outputs(nodeName: string): INodeExecutionData[][];
	/** The items of a node's first output. */
	items(nodeName: string): INodeExecutionData[];
	hints(nodeName: string): NodeExecutionHint[];
	readBinary(item: INodeExecutionData, property?: string): Promise<Buffer>;
}

export interface RunContext extends LoadedPackage {
	readonly credentials: Credentials;
	/** n8n's `restApiUrl`: signed URLs begin with it. */
	readonly restApiUrl: string;
}

/** Never the same in one process: nodes may remember executions by id. */
let lastExecutionId = 0;

/**
 * Runs a workflow on n8n's execution engine. Retry On Fail, on-error modes, expressions, paired
 * items and cancelling are all n8n's own.
 *
 * @param input the items the trigger puts out
 */
export async function runWorkflow(
	context: RunContext,
	definition: WorkflowDefinition,
	input: INodeExecutionData[],
	options: RunOptions = {},
): Promise<EngineRun> {
	const { executionId = String(++lastExecutionId), mode = 'manual', startNode } = options;
	const { cancel, timeoutMs } = options;
	const workflow = buildWorkflow(context, definition);
	const start = startNode ? workflow.getNode(startNode) : findTrigger(workflow);
	if (!start) throw new UnexpectedError('The workflow has no trigger to start from');

	const hooks = new ExecutionLifecycleHooks(mode, executionId, {
		...definition,
		id: workflow.id,
		name: workflow.name ?? '',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
	});
	const runExecutionData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: start, data: { main: [input] }, source: null }],
		},
	});
	const engine = new WorkflowExecute(
		{
			...additionalData(context, workflow),
			hooks,
			executionId,
			...(timeoutMs && { executionTimeoutTimestamp: Date.now() + timeoutMs }),
		},
		mode,
		runExecutionData,
	);

	const startedAt = performance.now();
	const execution = engine.processRunExecutionData(workflow);
	const stop = (): void => execution.cancel();
	cancel?.addEventListener('abort', stop, { once: true });
	if (cancel?.aborted) stop();
	const timer = timeoutMs ? setTimeout(stop, timeoutMs) : undefined;
	const { status, data } = await execution.finally(() => {
		cancel?.removeEventListener('abort', stop);
		clearTimeout(timer);
	});

	const { error, runData } = data.resultData;
	const lastRun = (nodeName: string) => runData[nodeName]?.at(-1);
	const outputs = (nodeName: string): INodeExecutionData[][] =>
		(lastRun(nodeName)?.data?.main ?? []).map((items) => items ?? []);
	return {
		executionId,
		status,
		...(error && { error }),
		runData,
		durationMs: performance.now() - startedAt,
		outputs,
		items: (nodeName) => outputs(nodeName)[0] ?? [],
		hints: (nodeName) => lastRun(nodeName)?.hints ?? [],
		async readBinary(item, property = 'data') {
			const binary = item.binary?.[property];
			if (!binary) throw new UnexpectedError(`The item has no binary field '${property}'`);
			return await Container.get(BinaryDataService).getAsBuffer(binary);
		},
	};
}

/** @param staticData what n8n keeps with the workflow from one execution to the next */
export function buildWorkflow(
	{ nodeTypes, credentials }: RunContext,
	{ id = 'workflow', name = 'Workflow', nodes, connections, settings }: WorkflowDefinition,
	staticData: IDataObject = {},
): Workflow {
	return new Workflow({
		id,
		name,
		nodes: nodes.map((node) => {
			const { description } = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
			const wanted = (description.credentials ?? []).map((credential) => credential.name);
			return credentials.pickFor(node, wanted);
		}),
		connections,
		active: false,
		nodeTypes,
		staticData,
		// What the editor gives every new workflow; without it n8n falls back to its pre-1.0 order.
		settings: { executionOrder: 'v1', ...settings },
	});
}

function findTrigger(workflow: Workflow): INode | undefined {
	return Object.values(workflow.nodes).find(
		({ type, typeVersion, disabled }) =>
			!disabled &&
			workflow.nodeTypes
				.getByNameAndVersion(type, typeVersion)
				.description.group.includes('trigger'),
	);
}

/** `getBase` of `packages/cli/src/workflow-execute-additional-data.ts`, as far as a run needs it. */
export function additionalData(
	{ credentials, restApiUrl }: RunContext,
	workflow: Workflow,
): IWorkflowExecuteAdditionalData {
	const notHere = async (): Promise<never> => {
		throw new UnexpectedError('The test engine runs no sub-workflows, agents or task runners');
	};
	const instanceBaseUrl = new URL('/', restApiUrl).href;
	const endpoint = (path: string): string => `${instanceBaseUrl}${path}`;
	return {
		workflowId: workflow.id,
		credentialsHelper: credentials,
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl,
		instanceBaseUrl,
		formBaseUrl: endpoint('form'),
		formTestBaseUrl: endpoint('form-test'),
		formWaitingBaseUrl: endpoint('form-waiting'),
		webhookBaseUrl: endpoint('webhook'),
		webhookTestBaseUrl: endpoint('webhook-test'),
		webhookWaitingBaseUrl: endpoint('webhook-waiting'),
		mcpBaseUrl: endpoint('mcp'),
		mcpTestBaseUrl: endpoint('mcp-test'),
		setExecutionStatus() {},
		sendDataToUI() {},
		logAiEvent() {},
		executeWorkflow: notHere,
		startRunnerTask: notHere,
		getRuntimeCredential: notHere,
		getRunExecutionData: async () => undefined,
	};
}
