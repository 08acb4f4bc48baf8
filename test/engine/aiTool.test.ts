import { readFileSync } from 'node:fs';

import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';

import { startWebServer, type WebServer } from '../webServer';
import { useAccount, useStage, vector } from './stage';

/** What n8n hands an agent for each of its tools. */
interface Tool {
	name: string;
	description: string;
	schema: { shape: Record<string, { description?: string }> };
	invoke(args: IDataObject): Promise<string>;
}

/** Stands in for the AI Agent node: calls its tool once for each item, with the item as arguments. */
const agent: INodeType = {
	description: {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: 'Calls its tools',
		defaults: { name: 'Agent' },
		inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool, required: true }],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
		const outputs = [];
		for (const [item, { json }] of this.getInputData().entries()) {
			const answer = await tool!.invoke(json).catch((thrown: unknown) => String(thrown));
			const shown = Object.entries(tool!.schema.shape).map(([name]) => name);
			outputs.push({
				json: { answer, description: tool!.description, arguments: shown },
				pairedItem: { item },
			});
		}
		return [outputs];
	},
};

const stage = useStage({ nodes: { 'test.agent': agent } });
let web: WebServer;
beforeAll(async () => {
	web = await startWebServer((_request, response) => {
		response.writeHead(200, { 'Content-Type': 'audio/ogg' });
		response.end(readFileSync(vector('ogg-opus.ogg')));
	});
});
afterAll(async () => await web.close());

const fromAI = (key: string, description: string) => `={{ $fromAI('${key}', '${description}') }}`;

const RECIPIENT = {
	__rl: true,
	mode: 'id',
	value: fromAI('customer', 'The id of the customer, digits only'),
};

async function callTool(
	parameters: INodeParameters,
	calls: IDataObject[],
	settings: Partial<INode> = {},
): Promise<IDataObject[]> {
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	useAccount(stage.engine, stage.sandbox, 'messenger');
	const run = await stage.engine.run(
		{
			nodes: [
				node('Start', 'n8n-nodes-base.manualTrigger'),
				node('Agent', 'test.agent'),
				node('Voice', 'n8n-nodes-svara.svaraVoiceNoteTool', {
					parameters: { platform: 'messenger', recipientId: RECIPIENT, ...parameters },
					...settings,
				}),
			],
			connections: {
				Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
				Voice: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
		},
		calls.map((json) => ({ json })),
	);
	if (run.error) throw run.error as unknown as Error;
	return run.items('Agent').map(({ json }) => json);
}

const SEND_TEXT = {
	resource: 'message',
	operation: 'sendText',
	text: fromAI('text', 'What to tell the customer'),
};
const SEND_NOTE = {
	resource: 'voiceNote',
	operation: 'send',
	audioUrl: fromAI('audio_url', 'Direct link to the audio file'),
};

const open = () => stage.sandbox.accounts.messenger.recipients.open.id;

describe('as an agent’s tool', () => {
	it('sends a text', async () => {
		const [call] = await callTool(SEND_TEXT, [{ customer: open(), text: 'On our way!' }]);
		expect(JSON.parse(String(call?.answer))).toMatchObject([
			{ status: 'sent', recipientId: open(), messageId: expect.any(String) },
		]);
		expect(stage.sandbox.messages).toMatchObject([{ text: 'On our way!' }]);
		expect(call?.description).toMatch(/send text/i);
		expect(call?.arguments).toEqual(['customer', 'text']);
	});

	it('sends a voice note by URL, unless told otherwise', async () => {
		const args = { customer: open(), audio_url: `${web.url}/note.ogg` };
		const [call] = await callTool(SEND_NOTE, [args]);
		expect(JSON.parse(String(call?.answer))).toMatchObject([{ status: 'sent' }]);
		expect(stage.sandbox.messages[0]?.attachment).toMatchObject({ container: 'm4a' });
		expect(call?.description).toMatch(/send voice note/i);
	});

	it('serves several calls of one agent', async () => {
		const calls = await callTool(SEND_TEXT, [
			{ customer: open(), text: 'First' },
			{ customer: open(), text: 'Second' },
			{ customer: open(), text: 'Second' },
		]);
		expect(calls).toHaveLength(3);
		expect(stage.sandbox.messages.map(({ text }) => text)).toEqual(['First', 'Second', 'Second']);
	});

	it('tells the model in words what went wrong and what to do', async () => {
		const [call] = await callTool(SEND_TEXT, [{ customer: '42', text: 'Hello?' }]);
		expect(call?.answer).toMatch(/No Messenger conversation with this recipient was found/);
		expect(call?.answer).toMatch(/customerId/);
		expect(stage.sandbox.messages).toHaveLength(0);
	});

	it('posts nothing again after an unclear answer, by Retry On Fail or by the model', async () => {
		stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-500' });
		const args = { customer: open(), text: 'Once' };
		const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const calls = await callTool(SEND_TEXT, [args, args], retrying);
		for (const { answer } of calls) expect(answer).toMatch(/did not say whether/);
		expect(stage.posts()).toHaveLength(1);
		expect(stage.sandbox.messages).toHaveLength(1);
	});
});
