import { createHmac } from 'node:crypto';

import axios from 'axios';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { asMetaWrites } from '../webhook/payloads';
import { startEngine, type Engine, type EngineOptions, type LiveWorkflow } from './harness';

export const SECRET = 'the-app-secret';

export const CREDENTIAL = {
	accessToken: 'IGAA-token',
	igUserId: '17841400123456789',
	appSecret: SECRET,
	verifyToken: 'chosen-by-me',
};

export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	body: string;
}

/** n8n's engine with a Svara Trigger online, and Meta's half of the conversation. */
export interface TriggerStage {
	engine: Engine;
	live: LiveWorkflow;
	/** Puts a trigger with these parameters online, with nothing remembered; the same id makes a copy. */
	open(parameters?: IDataObject, id?: string, workflowId?: string): Promise<LiveWorkflow>;
	get(query: Record<string, string>): Promise<Answer>;
	/** Posts a body as Meta does, signed. */
	deliver(
		body: unknown,
		headers?: Record<string, string | undefined>,
		url?: string,
	): Promise<Answer>;
	/** The items of all executions. */
	items(): Promise<INodeExecutionData[]>;
	close(): Promise<void>;
}

let triggerCount = 0;

export async function openTriggerStage(options?: EngineOptions): Promise<TriggerStage> {
	const engine = await startEngine(options);
	engine.setCredential('svaraInstagramApi', CREDENTIAL);
	const online: LiveWorkflow[] = [];
	const stage: TriggerStage = {
		engine,
		get live() {
			return online.at(-1)!;
		},
		async open(parameters = {}, id = `trigger-${++triggerCount}`, workflowId) {
			const live = await engine.serve({
				...(workflowId === undefined ? {} : { id: workflowId }),
				nodes: [
					{
						id,
						name: 'Trigger',
						type: 'n8n-nodes-svara.svaraTrigger',
						typeVersion: 1,
						position: [0, 0],
						parameters: parameters as never,
					},
				],
				connections: {},
			});
			online.push(live);
			return live;
		},
		get: async (query) => await request('GET', `${stage.live.url}?${new URLSearchParams(query)}`),
		async deliver(body, headers = {}, url = stage.live.url) {
			const bytes = Buffer.isBuffer(body) ? body : asMetaWrites(body);
			return await request('POST', url, bytes, {
				'Content-Type': 'application/json',
				'X-Hub-Signature-256': signatureOf(bytes),
				...headers,
			});
		},
		async items() {
			const runs = await stage.live.finished();
			return runs.flatMap((run) => run.items('Trigger'));
		},
		async close() {
			await Promise.all(online.map(async (live) => await live.close()));
			await engine.close();
		},
	};
	return stage;
}

export const signatureOf = (bytes: Buffer, secret = SECRET): string =>
	`sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;

export async function request(
	method: string,
	url: string,
	data?: Buffer,
	headers: Record<string, string | undefined> = {},
): Promise<Answer> {
	const response = await axios.request<string>({
		method,
		url,
		data,
		headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
		responseType: 'text',
		transformResponse: (text: string) => text,
		validateStatus: () => true,
		proxy: false,
	});
	return { status: response.status, headers: response.headers, body: response.data };
}
