import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { HookContext, WebhookContext } from 'n8n-core';
import {
	deepCopy,
	NodeHelpers,
	UnexpectedError,
	type IDataObject,
	type IHttpRequestMethods,
	type INode,
	type INodeType,
	type IWebhookData,
	type IWebhookDescription,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import {
	additionalData,
	buildWorkflow,
	runWorkflow,
	type EngineRun,
	type RunContext,
	type WorkflowDefinition,
} from './run';

/** A workflow whose trigger has webhooks, reachable over HTTP as on an n8n server. */
export interface LiveWorkflow {
	/** The trigger's production URL. */
	readonly url: string;
	/** Its test URL; answers while {@link listen} is on. */
	readonly testUrl: string;
	/** Executions so far, in the order they were started. */
	readonly runs: Array<Promise<EngineRun>>;
	/** What the trigger's `webhook()` threw: n8n stores a failed execution for each. */
	readonly failures: unknown[];
	/** Requests so far, answered or not. */
	requestCount: number;
	/** How often a caller left before it had an answer. */
	hangUps: number;
	/** What n8n keeps with the workflow. */
	staticData: IDataObject;
	/** Called before a run starts; throwing is n8n failing to start it. */
	beforeRun: () => Promise<void> | void;
	/** Other parameters for the trigger from now on. */
	configure(parameters: IDataObject): void;
	/** What n8n does when the workflow is published, or when it starts (`init`). */
	activate(mode?: WorkflowActivateMode): Promise<void>;
	/** What n8n does when it is unpublished. */
	deactivate(): Promise<void>;
	/** "Listen for test event". */
	listen(): Promise<void>;
	stopListening(): Promise<void>;
	/** All executions, each ended. */
	finished(): Promise<EngineRun[]>;
	close(): Promise<void>;
}

/**
 * Plays `live-webhooks.ts`, `test-webhooks.ts`, `webhook-helpers.ts` and `body-parser.ts` of
 * `packages/cli/src` on a real HTTP server: bodies arrive as n8n hands them on, answers leave as n8n
 * writes them, static data is loaded for each request and saved with a good answer.
 */
export async function serveWorkflow(
	context: RunContext,
	given: WorkflowDefinition,
): Promise<LiveWorkflow> {
	const definition = { ...given, nodes: given.nodes.map((node) => ({ ...node })) };
	const trigger = findWebhookTrigger(context, definition);
	trigger.webhookId ??= `id-of-${trigger.id}`;
	const runs: Array<Promise<EngineRun>> = [];
	const failures: unknown[] = [];
	let isListening = false;

	const server = createServer((request, response) => {
		live.requestCount++;
		response.once('close', () => {
			if (!response.writableFinished) live.hangUps++;
		});
		void answerRequest(request, withStatus(response)).catch((thrown: unknown) => {
			if (!response.headersSent) response.writeHead(500);
			response.end(String(thrown));
		});
	});
	const origin = await listenOn(server);

	const live: LiveWorkflow = {
		url: `${origin}/webhook/${trigger.webhookId}/webhook`,
		testUrl: `${origin}/webhook-test/${trigger.webhookId}/webhook`,
		runs,
		failures,
		requestCount: 0,
		hangUps: 0,
		staticData: {},
		beforeRun() {},
		configure: (parameters) => Object.assign(trigger.parameters, parameters),
		activate: async (mode = 'activate') => await register('trigger', mode, false),
		deactivate: async () => await unregister(false),
		async listen() {
			isListening = true;
			await register('manual', 'manual', true);
		},
		async stopListening() {
			isListening = false;
			await unregister(true);
		},
		finished: async () => await Promise.all(runs),
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			await Promise.allSettled(runs);
		},
	};
	return live;

	async function register(
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
		isTest: boolean,
	): Promise<void> {
		const { workflow, webhooks } = hooksFor(mode, activation, isTest);
		try {
			for (const { methods, hook } of webhooks) {
				if (!(await methods?.checkExists.call(hook))) await methods?.create.call(hook);
			}
		} catch (thrown) {
			await unregister(isTest);
			throw thrown;
		}
		if (!isTest) save(workflow);
	}

	async function unregister(isTest: boolean): Promise<void> {
		// n8n gives this mode to every removal, also of test webhooks.
		const { workflow, webhooks } = hooksFor('internal', 'update', isTest);
		for (const { methods, hook } of webhooks) await methods?.delete.call(hook);
		if (!isTest) save(workflow);
	}

	function hooksFor(mode: WorkflowExecuteMode, activation: WorkflowActivateMode, isTest: boolean) {
		const { workflow, node, type, more } = open();
		const webhooks = webhooksOf(type).map((description) => {
			const data = webhookData(workflow, node, description, more, isTest);
			return {
				methods: type.webhookMethods?.[description.name],
				hook: new HookContext(workflow, node, more, mode, activation, data),
			};
		});
		return { workflow, webhooks };
	}

	/** As the database gives it back. */
	function save({ staticData }: Workflow): void {
		if (!staticData.__dataChanged) return;
		const { __dataChanged: _flag, ...data } = deepCopy(staticData);
		live.staticData = data;
	}

	/**
	 * The workflow as n8n builds it for each request: with the static data stored last. (Test webhooks
	 * get empty data from n8n 2.41; here they see the live one's, which is the harder case.)
	 */
	function open() {
		const data = deepCopy(live.staticData);
		const workflow = buildWorkflow(context, definition, data);
		const node = workflow.getNode(trigger.name)!;
		const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const more: IWorkflowExecuteAdditionalData = {
			...additionalData(context, workflow),
			webhookBaseUrl: `${origin}/webhook`,
			webhookTestBaseUrl: `${origin}/webhook-test`,
		};
		return { workflow, data, node, type, more };
	}

	async function answerRequest(request: IncomingMessage, response: ServerResponse) {
		const { pathname, searchParams } = new URL(request.url ?? '/', origin);
		const isTest = pathname === new URL(live.testUrl).pathname && isListening;
		const { workflow, data, node, type, more } = open();
		const description = webhooksOf(type).find(({ httpMethod }) => httpMethod === request.method);
		if (!description || (pathname !== new URL(live.url).pathname && !isTest)) {
			response.writeHead(404).end();
			return;
		}
		Object.assign(request, { query: toQuery(searchParams), params: {} }, rawBodyReader(request));
		if (!(await parseBody(request))) {
			response.writeHead(422).end('{"message":"Failed to parse request body"}');
			return;
		}
		const webhook = new WebhookContext(
			workflow,
			node,
			{ ...more, httpRequest: request as N8nRequest, httpResponse: response },
			isTest ? 'manual' : 'webhook',
			webhookData(workflow, node, description, more, isTest),
			[],
			null,
		);
		let result: IWebhookResponseData;
		try {
			result = await type.webhook!.call(webhook);
		} catch (thrown) {
			failures.push(thrown);
			throw thrown;
		}
		const [items] = result.workflowData ?? [];
		if (items !== undefined) {
			// `workflow-runner.ts` (establishContextForPersistence) builds a second workflow over the same
			// data, and with it the first one counts as unchanged.
			buildWorkflow(context, definition, data);
			await live.beforeRun();
			const mode = isTest ? 'manual' : 'webhook';
			runs.push(runWorkflow(context, definition, items, { mode, startNode: node.name }));
		}
		// `webhook-on-received-response-extractor.ts`; the text is n8n's default.
		const { responseData = 'firstEntryJson' } = description;
		const message = items === undefined ? 'Webhook call received' : 'Workflow was started';
		const hasText = items !== undefined && responseData !== '';
		const answer: unknown = hasText ? responseData : (result.webhookResponse ?? { message });
		if (!isTest) save(workflow);
		if (result.noWebhookResponse) return;
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify(answer));
	}
}

type N8nRequest = IncomingMessage & {
	rawBody?: Buffer | undefined;
	body?: unknown;
	readRawBody(): Promise<void>;
};

function rawBodyReader(request: IncomingMessage): Pick<N8nRequest, 'readRawBody'> {
	let isRead = false;
	return {
		async readRawBody() {
			if (isRead) return;
			if (!request.readable) throw new UnexpectedError('Request body stream is not readable');
			isRead = true;
			Object.assign(request, { rawBody: await buffer(request) });
		},
	};
}

/** @returns whether n8n would go on: it answers malformed JSON by itself */
async function parseBody(request: N8nRequest): Promise<boolean> {
	const type = request.headers['content-type'] ?? '';
	if (type.startsWith('multipart/')) {
		// Read by n8n's form parser, which leaves nothing behind.
		await buffer(request);
		return true;
	}
	await request.readRawBody();
	if (request.rawBody.length === 0 || !type.startsWith('application/json')) return true;
	try {
		request.body = JSON.parse(request.rawBody.toString('utf8').replace(/^\uFEFF/, ''));
		return true;
	} catch {
		return false;
	}
}

function toQuery(parameters: URLSearchParams): Record<string, string | string[]> {
	const keys = [...new Set(parameters.keys())];
	return Object.fromEntries(
		keys.map((key) => {
			const values = parameters.getAll(key);
			return [key, values.length > 1 ? values : values[0]!];
		}),
	);
}

/** Express's way to set a status. */
function withStatus(response: ServerResponse): ServerResponse {
	return Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return response;
		},
	});
}

const webhooksOf = ({ description }: INodeType): IWebhookDescription[] =>
	description.webhooks ?? [];

function findWebhookTrigger(context: RunContext, { nodes }: WorkflowDefinition): INode {
	const trigger = nodes.find(({ type, typeVersion }) => {
		const { description } = context.nodeTypes.getByNameAndVersion(type, typeVersion);
		return description.webhooks !== undefined;
	});
	if (!trigger) throw new UnexpectedError('The workflow has no trigger with a webhook');
	return trigger;
}

function webhookData(
	workflow: Workflow,
	node: INode,
	description: IWebhookDescription,
	more: IWorkflowExecuteAdditionalData,
	isTest: boolean,
): IWebhookData {
	return {
		httpMethod: description.httpMethod as IHttpRequestMethods,
		node: node.name,
		path: NodeHelpers.getNodeWebhookPath(workflow.id, node, description.path),
		webhookDescription: description,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: more,
		webhookId: node.webhookId,
		isTest,
	};
}

async function listenOn(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
