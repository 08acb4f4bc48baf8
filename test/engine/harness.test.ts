import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	NodeOperationError,
	type ICredentialType,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

import { startWebServer } from '../webServer';
import { startEngine, type BinaryMode, type Engine, type WorkflowDefinition } from './harness';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** What the node under test does in this test. */
let execute: Execute;

const probe: INodeType = {
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Probe' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'probeApi' }],
		properties: [{ displayName: 'Text', name: 'text', type: 'string', default: '' }],
	},
	async execute() {
		return await execute.call(this);
	},
};

const probeApi: ICredentialType = {
	name: 'probeApi',
	displayName: 'Probe API',
	properties: [
		{ displayName: 'Token', name: 'token', type: 'string', default: '' },
		{ displayName: 'Version', name: 'version', type: 'string', default: 'v1' },
	],
	authenticate: {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.token }}' } },
	},
};

/** Trigger → Probe → After, and Probe's second output → Failed. */
function workflow(
	settings: Partial<INode> = {},
	extra: Partial<WorkflowDefinition> = {},
): WorkflowDefinition {
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	return {
		nodes: [
			node('Trigger', 'n8n-nodes-base.manualTrigger'),
			node('Probe', 'test.probe', settings),
			node('After', 'n8n-nodes-base.noOp'),
			node('Failed', 'n8n-nodes-base.noOp'),
		],
		connections: {
			Trigger: { main: [to('Probe')] },
			Probe: { main: [to('After'), to('Failed')] },
		},
		...extra,
	};
}

/** A package with nothing but the package.json that n8n's loader reads. */
async function createPackage(nodes: string[]): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'svara-fixture-'));
	const manifest = { name: 'n8n-nodes-fixture', version: '1.0.0', n8n: { nodes, credentials: [] } };
	packages.push(directory);
	await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
	return directory;
}

const packages: string[] = [];
let packageDirectory: string;

beforeAll(async () => {
	packageDirectory = await createPackage([join(__dirname, 'fixture/Echo.node.js')]);
});

afterAll(async () => {
	for (const directory of packages) await rm(directory, { recursive: true, force: true });
});

function start(binaryMode: BinaryMode = 'filesystem'): Promise<Engine> {
	return startEngine({
		binaryMode,
		packageDirectory,
		nodes: { 'test.probe': probe },
		credentialTypes: [probeApi],
	});
}

describe('a run', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await start();
	});
	afterAll(async () => await engine.close());

	it('loads the package through its package.json and resolves parameters per item', async () => {
		const run = await engine.run(
			workflow({
				type: 'n8n-nodes-fixture.echo',
				parameters: { text: '={{ $json.name.toUpperCase() + $itemIndex }}' },
			}),
			[{ json: { name: 'a' } }, { json: { name: 'b' } }],
		);

		expect(run.error).toBeUndefined();
		expect(run.status).toBe('success');
		expect(run.items('After').map(({ json }) => json)).toEqual([{ text: 'A0' }, { text: 'B1' }]);
	});

	it('gives every run its own execution id', async () => {
		const ids: string[] = [];
		execute = async function () {
			ids.push(this.getExecutionId());
			return [[]];
		};
		const first = await engine.run(workflow(), [{ json: {} }]);
		const second = await engine.run(workflow(), [{ json: {} }]);
		await engine.run(workflow(), [{ json: {} }], { executionId: first.executionId });

		expect(ids).toEqual([first.executionId, second.executionId, first.executionId]);
		expect(first.executionId).not.toBe(second.executionId);
	});

	it('names the node type it does not have', async () => {
		const run = await engine.run(workflow({ type: 'n8n-nodes-base.slack' }), [{ json: {} }]);

		expect(run.status).toBe('error');
		expect(run.error?.message).toContain("no node of type 'n8n-nodes-base.slack'");
	});

	it('keeps hints and logs', async () => {
		execute = async function () {
			this.addExecutionHints({ message: 'look here', location: 'outputPane' });
			this.logger.warn('worth knowing', { count: 2 });
			return [this.getInputData()];
		};
		const run = await engine.run(workflow(), [{ json: {} }]);

		expect(run.hints('Probe')).toEqual([{ message: 'look here', location: 'outputPane' }]);
		expect(engine.logs).toContainEqual({
			level: 'warn',
			message: 'worth knowing',
			metadata: { count: 2 },
		});
	});

	it('runs Edit Fields and triggers of an exported workflow', async () => {
		const definition = workflow({
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				mode: 'manual',
				includeOtherFields: true,
				assignments: {
					assignments: [{ id: '1', name: 'a.b', value: '={{ $json.x + 1 }}', type: 'number' }],
				},
				options: {},
			},
		});
		definition.nodes[0]!.type = 'n8n-nodes-base.scheduleTrigger';
		const run = await engine.run(definition, [{ json: { x: 1 } }], { mode: 'trigger' });

		expect(run.items('After')[0]?.json).toEqual({ x: 1, a: { b: 2 } });
	});
});

describe('credentials', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await start();
	});
	afterAll(async () => await engine.close());

	const readCredentials: Execute = async function () {
		const items = this.getInputData();
		const read = items.map(async (_, item) => ({
			json: { ...(await this.getCredentials('probeApi', item)) },
			pairedItem: { item },
		}));
		return [await Promise.all(read)];
	};

	it('resolves expressions for the item and fills in defaults', async () => {
		execute = readCredentials;
		engine.setCredential('probeApi', { token: '={{ $json.account }}-token' });
		const run = await engine.run(workflow(), [
			{ json: { account: 'first' } },
			{ json: { account: 'second' } },
		]);

		expect(run.items('Probe').map(({ json }) => json)).toEqual([
			{ token: 'first-token', version: 'v1' },
			{ token: 'second-token', version: 'v1' },
		]);
	});

	it('gives a node the credential it names, and the default to one that names none', async () => {
		execute = readCredentials;
		engine.setCredential('probeApi', { token: 'default' });
		const other = engine.setCredential('probeApi', { token: 'other' }, 'other');
		const named = await engine.run(workflow({ credentials: { probeApi: other } }), [{ json: {} }]);
		const unnamed = await engine.run(workflow(), [{ json: {} }]);

		expect(named.items('Probe')[0]?.json.token).toBe('other');
		expect(unnamed.items('Probe')[0]?.json.token).toBe('default');
	});

	it('authenticates requests as the credential type says', async () => {
		const server = await startWebServer((_request, response) => response.end());
		engine.setCredential('probeApi', { token: 'secret' });
		execute = async function () {
			const request = { url: `${server.url}/` };
			await this.helpers.httpRequestWithAuthentication.call(this, 'probeApi', request);
			return [[]];
		};
		const run = await engine.run(workflow(), [{ json: {} }]);
		await server.close();

		expect(run.error).toBeUndefined();
		expect(server.hits.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret']);
	});
});

describe.each<BinaryMode>(['filesystem', 'default'])('binary data in mode %s', (mode) => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await start(mode);
	});
	afterAll(async () => await engine.close());

	it('reaches the node and comes back', async () => {
		execute = async function () {
			const bytes = await this.helpers.getBinaryDataBuffer(0, 'data');
			const text = Buffer.from(bytes.toString().toUpperCase());
			const data = await this.helpers.prepareBinaryData(text, 'loud.txt', 'text/plain');
			return [[{ json: {}, binary: { data } }]];
		};
		const data = await engine.storeBinary(Buffer.from('quiet'), {
			fileName: 'quiet.txt',
			mimeType: 'text/plain',
		});
		const run = await engine.run(workflow(), [{ json: {}, binary: { data } }]);
		const [item] = run.items('After');

		expect(data).toMatchObject({ fileName: 'quiet.txt', mimeType: 'text/plain', bytes: 5 });
		expect(Boolean(data.id)).toBe(mode === 'filesystem');
		expect((await run.readBinary(item!)).toString()).toBe('QUIET');
	});

	it('streams a file into the store', async () => {
		const data = await engine.storeBinary(__filename, { fileName: 'x.js', mimeType: 'text/js' });
		execute = async function () {
			return [[{ json: { size: (await this.helpers.getBinaryDataBuffer(0, 'data')).length } }]];
		};
		const run = await engine.run(workflow(), [{ json: {}, binary: { data } }]);

		expect(run.items('Probe')[0]?.json.size).toBe(data.bytes);
	});
});

describe('signed URLs', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await start();
	});
	afterAll(async () => await engine.close());

	async function sign(expiresIn: string): Promise<string> {
		const data = await engine.storeBinary(Buffer.from('sound'), {
			fileName: 'voice note.m4a',
			mimeType: 'audio/mp4',
		});
		execute = async function () {
			return [[{ json: { url: this.helpers.createBinarySignedUrl(data, expiresIn) } }]];
		};
		const run = await engine.run(workflow(), [{ json: {} }]);
		return run.items('Probe')[0]!.json.url as string;
	}

	it('serves the file with the headers n8n sends', async () => {
		const url = await sign('1 minute');
		const response = await fetch(url);

		expect(url.startsWith(`${engine.restUrl}/binary-data/signed?token=`)).toBe(true);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('audio/mp4');
		expect(response.headers.get('content-length')).toBe('5');
		expect(response.headers.get('content-disposition')).toBe(
			'attachment; filename="voice%20note.m4a"',
		);
		expect(response.headers.get('content-security-policy')).toMatch(/^sandbox /);
		expect(await response.text()).toBe('sound');
	});

	it.each([
		['an expired token', (url: string) => url, '-1 minute', 400],
		['a forged signature', (url: string) => `${url.slice(0, -4)}AAAA`, '1 minute', 400],
		['a garbled token', (url: string) => `${url.split('=')[0]}=what`, '1 minute', 400],
		['no token', (url: string) => url.split('?')[0]!, '1 minute', 400],
		['another path', (url: string) => url.replace('signed', 'other'), '1 minute', 404],
	])('refuses %s', async (_, change, expiresIn, status) => {
		const response = await fetch(change(await sign(expiresIn)));

		expect(response.status).toBe(status);
	});

	it('answers 404 for a file that is gone', async () => {
		const data = await engine.storeBinary(Buffer.from('x'), {
			fileName: 'x.txt',
			mimeType: 'text/plain',
		});
		execute = async function () {
			const gone = { ...data, id: `${data.id!.slice(0, -4)}0000` };
			return [[{ json: { url: this.helpers.createBinarySignedUrl(gone) } }]];
		};
		const run = await engine.run(workflow(), [{ json: {} }]);
		const response = await fetch(run.items('Probe')[0]!.json.url as string);

		expect(response.status).toBe(404);
	});
});

describe('failures', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await start();
	});
	afterAll(async () => await engine.close());

	/** Item 1 of 3 fails in the way the on-error mode asks for. */
	const failSecondItem: Execute = async function () {
		return [
			this.getInputData().map(({ json }, item) => {
				if (item !== 1) return { json, pairedItem: { item } };
				const error = new NodeOperationError(this.getNode(), 'It went wrong', { itemIndex: item });
				if (!this.continueOnFail()) throw error;
				const failed = { json: { error: error.message, errorCode: 'x' }, pairedItem: { item } };
				return this.getNode().onError === 'continueErrorOutput'
					? Object.defineProperty(failed, 'error', { value: error, enumerable: false })
					: failed;
			}),
		];
	};
	const three = [{ json: { n: 0 } }, { json: { n: 1 } }, { json: { n: 2 } }];

	it('stops the workflow by default', async () => {
		execute = failSecondItem;
		const run = await engine.run(workflow(), three);

		expect(run.status).toBe('error');
		expect(run.error).toMatchObject({ message: 'It went wrong', name: 'NodeOperationError' });
		expect(run.runData.After).toBeUndefined();
	});

	it('keeps a failed item among the others with continueRegularOutput', async () => {
		execute = failSecondItem;
		const run = await engine.run(workflow({ onError: 'continueRegularOutput' }), three);

		expect(run.status).toBe('success');
		expect(run.items('After').map(({ json }) => json)).toEqual([
			{ n: 0 },
			{ error: 'It went wrong', errorCode: 'x' },
			{ n: 2 },
		]);
	});

	it('routes a failed item to the error output with its whole json', async () => {
		execute = failSecondItem;
		const run = await engine.run(workflow({ onError: 'continueErrorOutput' }), three);

		expect(run.items('After').map(({ json }) => json)).toEqual([{ n: 0 }, { n: 2 }]);
		expect(run.items('Failed').map(({ json }) => json)).toEqual([
			{ n: 1, error: 'It went wrong', errorCode: 'x' },
		]);
	});

	it('retries a node that throws, with all items, as often as its settings say', async () => {
		let tries = 0;
		execute = async function () {
			tries += 1;
			if (tries < 3) throw new NodeOperationError(this.getNode(), 'Not yet');
			return [this.getInputData()];
		};
		const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const run = await engine.run(workflow(retry), three);

		expect(tries).toBe(3);
		expect(run.status).toBe('success');
		expect(run.items('After')).toHaveLength(3);

		tries = 0;
		const given = await engine.run(workflow({ ...retry, maxTries: 2 }), three);
		expect(tries).toBe(2);
		expect(given.status).toBe('error');
	});

	it('ends as canceled, and the node hears of it', async () => {
		const stop = new AbortController();
		let heard = false;
		execute = async function () {
			const signal = this.getExecutionCancelSignal()!;
			await new Promise<void>((resolve) => {
				signal.addEventListener('abort', () => resolve(), { once: true });
				stop.abort();
			});
			heard = signal.aborted;
			return [this.getInputData()];
		};
		const run = await engine.run(workflow(), three, { cancel: stop.signal });

		expect(heard).toBe(true);
		expect(run.status).toBe('canceled');
		expect(run.runData.After).toBeUndefined();
	});
});

describe('the processed-data store', () => {
	let engine: Engine;
	beforeEach(async () => {
		engine = await start();
	});
	afterEach(async () => await engine.close());

	const record: Execute = async function () {
		const keys = this.getInputData().map(({ json }) => json.key as string);
		const { new: fresh } = await this.helpers.checkProcessedAndRecord(keys, 'node', {
			mode: 'entries',
		});
		return [fresh.map((key) => ({ json: { key } }))];
	};
	const items = (...keys: string[]) => keys.map((key) => ({ json: { key } }));
	const fresh = async (...keys: string[]) =>
		(await engine.run(workflow(), items(...keys))).items('Probe').map(({ json }) => json.key);

	it('remembers between runs', async () => {
		execute = record;

		expect(await fresh('a', 'b')).toEqual(['a', 'b']);
		expect(await fresh('b', 'c')).toEqual(['c']);
		expect(engine.processedData.rows.size).toBe(1);
	});

	it('forgets what is removed', async () => {
		execute = record;
		await fresh('a', 'b');
		execute = async function () {
			await this.helpers.removeProcessed(['a'], 'node', { mode: 'entries' });
			return [[]];
		};
		await engine.run(workflow(), items('x'));
		execute = record;

		expect(await fresh('a', 'b')).toEqual(['a']);
	});

	it('loses an entry when two writers overlap, as n8n does', async () => {
		execute = record;
		await fresh('a');
		await Promise.all([fresh('b'), fresh('c')]);

		expect(await fresh('b', 'c')).toHaveLength(1);
	});

	it('can be made to fail', async () => {
		execute = record;
		engine.processedData.beforeAccess = async () => {
			throw new Error('database is locked');
		};
		const run = await engine.run(workflow(), items('a'));

		expect(run.error?.message).toBe('database is locked');
	});
});

describe("n8n's home", () => {
	it('is a temporary folder that goes with the engine', async () => {
		const before = { ...process.env };
		const engine = await start();
		const home = process.env.N8N_USER_FOLDER!;

		expect(home).not.toBe(homedir());
		expect(existsSync(join(home, '.n8n'))).toBe(true);
		await expect(start()).rejects.toThrow('Close the engine');

		await engine.close();
		expect(existsSync(home)).toBe(false);
		expect({ ...process.env }).toEqual(before);
	});

	it('is given up when the package does not load', async () => {
		const broken = await createPackage(['dist/Missing.node.js']);

		await expect(startEngine({ packageDirectory: broken })).rejects.toThrow('Missing.node.js');
		expect(process.env.N8N_USER_FOLDER).toBeUndefined();
		await (await start()).close();
	});
});
