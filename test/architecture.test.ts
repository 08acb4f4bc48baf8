import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, resolve, sep } from 'node:path';

import { preProcessFile } from 'typescript';

/** Tests run from `dist/test`. */
const REPOSITORY = resolve(__dirname, '../..');
const FOLDERS = [
	'credentials',
	'nodes',
	'lib',
	'sandbox',
	'docs',
	'demo',
	'localN8n',
	'bench',
	'test',
];

interface SourceFile {
	/** e.g. `lib/graph/client.ts` */
	path: string;
	text: string;
	/** Files of the repository without extension (`lib/graph/client`), packages by name. */
	imports: string[];
}

const files: SourceFile[] = FOLDERS.flatMap(listSources).map((path) => {
	const text = readFileSync(join(REPOSITORY, path), 'utf8');
	const imports = preProcessFile(text).importedFiles.map(({ fileName }) => target(path, fileName));
	return { path, text, imports };
});

function listSources(folder: string): string[] {
	try {
		return readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => /(?<!\.d)\.tsx?$/.test(file))
			.map((file) => posix.join(folder, file.split(sep).join('/')));
	} catch {
		return [];
	}
}

function target(importer: string, specifier: string): string {
	// A browser's import names the built file.
	if (specifier.startsWith('.')) {
		return posix.join(posix.dirname(importer), specifier).replace(/\.js$/, '');
	}
	const name = specifier.replace(/^node:/, '');
	if (builtinModules.includes(name)) return `node:${name}`;
	return name.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? name;
}

const within = (folder: string) => (path: string) =>
	path === folder || path.startsWith(`${folder}/`);
const isLocal = (path: string) => FOLDERS.some((folder) => within(folder)(path));
const isN8n = (path: string) => /^(n8n-|@n8n\/)/.test(path);

/** Every import from files in `folder` that `isAllowed` refuses, as `importer → imported`. */
function forbiddenImports(
	folder: string,
	isAllowed: (imported: string, importer: SourceFile) => boolean,
): string[] {
	return files
		.filter(({ path }) => within(folder)(path))
		.flatMap((file) =>
			file.imports
				.filter((imported) => !isAllowed(imported, file))
				.map((imported) => `${file.path} → ${imported}`),
		);
}

/** The sandbox's layers, the lowest first, and the layers that each may import. */
const SANDBOX_LAYERS: Record<string, readonly string[]> = {
	model: [],
	http: [],
	media: ['model', 'http'],
	webhooks: ['model', 'http'],
	world: ['model', 'http', 'media', 'webhooks'],
	customers: ['model', 'media', 'samples', 'webhooks', 'world'],
	gateway: ['model', 'http', 'world'],
	dashboard: ['model', 'webhooks', 'world', 'gateway'],
	graph: ['model', 'http', 'media', 'webhooks', 'world', 'customers'],
	samples: ['http'],
	speech: ['model', 'http', 'media', 'samples'],
	faults: ['model', 'http', 'graph'],
	control: [
		...['model', 'http', 'media', 'webhooks', 'world', 'customers', 'gateway', 'dashboard'],
		'faults',
	],
	server: [
		...['model', 'http', 'media', 'world', 'graph', 'gateway', 'faults', 'control'],
		...['samples', 'speech'],
	],
	testing: ['model', 'webhooks', 'world', 'customers', 'dashboard', 'faults'],
	state: ['model', 'media', 'webhooks', 'world'],
	cli: ['sandbox', 'control'],
	// The types of the control API's answers.
	page: ['control'],
};

/** Groups of files that import each other in a cycle, imports of types included. */
function cycles(): string[][] {
	const byName = new Map(files.map((file) => [file.path.replace(/(\/index)?\.tsx?$/, ''), file]));
	const edges = new Map(
		files.map((file) => [
			file,
			file.imports
				.map((imported) => byName.get(imported.replace(/\/index$/, '')))
				.filter((imported) => imported !== undefined),
		]),
	);
	const reach = (from: SourceFile, seen = new Set<SourceFile>()): Set<SourceFile> => {
		for (const next of edges.get(from) ?? []) {
			if (!seen.has(next)) reach(next, seen.add(next));
		}
		return seen;
	};
	const reachable = new Map(files.map((file) => [file, reach(file)]));
	const groups = files
		.filter((file) => reachable.get(file)?.has(file))
		.map((file) =>
			[...(reachable.get(file) ?? [])]
				.filter((other) => reachable.get(other)?.has(file))
				.map(({ path }) => path)
				.sort(),
		);
	return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

describe('imports run one way', () => {
	it('sees the sources', () => {
		expect(files.length).toBeGreaterThan(5);
		expect(forbiddenImports('test', (imported) => imported !== 'typescript')).toEqual([
			'test/architecture.test.ts → typescript',
		]);
	});

	it('nodes import lib and n8n-workflow, credentials n8n-workflow alone', () => {
		const mayImport = (folders: string[]) => (imported: string) =>
			imported === 'n8n-workflow' ||
			imported.startsWith('node:') ||
			folders.some((folder) => within(folder)(imported));

		expect(forbiddenImports('nodes', mayImport(['nodes', 'lib']))).toEqual([]);
		expect(forbiddenImports('credentials', mayImport(['credentials']))).toEqual([]);
	});

	it('nodes import a folder of lib by its index alone', () => {
		const entryPoints = /^lib\/[^/]+(\/index)?$/;
		expect(
			forbiddenImports(
				'nodes',
				(imported) => !within('lib')(imported) || entryPoints.test(imported),
			),
		).toEqual([]);
	});

	it('a folder of lib imports neither n8n nor the other folders; files beside the folders import nothing', () => {
		const folder = (path: string) => path.split('/').slice(0, 2).join('/');
		const leaves = files.map(({ path }) => path).filter((path) => /^lib\/[^/]+\.ts$/.test(path));
		const isLeaf = (path: string) => leaves.includes(`${path}.ts`) || leaves.includes(path);
		const isAllowed = (imported: string, { path }: SourceFile) => {
			if (!isLocal(imported)) return !isN8n(imported);
			return !isLeaf(path) && (isLeaf(imported) || folder(imported) === folder(path));
		};

		expect(forbiddenImports('lib', isAllowed)).toEqual([]);
	});

	it('the rest of lib/graph imports the errors by their index alone', () => {
		const isInside = within('lib/graph/errors');
		const isAllowed = (imported: string, { path }: SourceFile) =>
			isInside(path) || !isInside(imported) || imported === 'lib/graph/errors';

		expect(forbiddenImports('lib/graph', isAllowed)).toEqual([]);
	});

	it('the sandbox shares nothing with what it checks', () => {
		const isAllowed = (imported: string) =>
			isLocal(imported) ? within('sandbox')(imported) : !isN8n(imported);

		expect(forbiddenImports('sandbox', isAllowed)).toEqual([]);
	});

	it('a layer of the sandbox imports only the layers listed with it', () => {
		const layerOf = (path: string) => /^sandbox\/([^/]+)\//.exec(path)?.[1];
		const isAllowed = (imported: string, { path }: SourceFile) => {
			const from = layerOf(path);
			if (from === undefined || !isLocal(imported)) return true;
			const to = layerOf(imported) ?? imported;
			return to === from || (SANDBOX_LAYERS[from]?.includes(to) ?? false);
		};

		expect(forbiddenImports('sandbox', isAllowed)).toEqual([]);
	});

	it('each layer of the sandbox has tests of its own', () => {
		const tested = (layer: string) =>
			files.some(({ path }) => within(`test/sandbox/${layer}`)(path) && path.endsWith('.test.ts'));

		expect(Object.keys(SANDBOX_LAYERS).filter((layer) => !tested(layer))).toEqual([]);
	});

	it('no files import each other in a cycle', () => {
		expect(cycles()).toEqual([]);
	});

	it('nothing that ships imports tests, docs, demo or benches', () => {
		const unshipped = ['test', 'docs', 'demo', 'localN8n', 'bench'];
		const isAllowed = (imported: string) => !unshipped.some((folder) => within(folder)(imported));

		for (const folder of ['nodes', 'credentials', 'lib', 'sandbox']) {
			expect(forbiddenImports(folder, isAllowed)).toEqual([]);
		}
	});

	it('only the engines of lib/audio import ffmpeg', () => {
		const isFfmpeg = (imported: string) => /ffmpeg/.test(imported) && !isLocal(imported);
		const isAllowed = (imported: string, { path }: SourceFile) =>
			!isFfmpeg(imported) || within('lib/audio/engines')(path);

		for (const folder of ['nodes', 'lib', 'sandbox'])
			expect(forbiddenImports(folder, isAllowed)).toEqual([]);
	});
});

describe('the nodes', () => {
	const NODE = 'nodes/SvaraVoiceNote';

	it('do not import each other, and what they share imports neither', () => {
		const mayImport =
			(...folders: string[]) =>
			(imported: string) =>
				!within('nodes')(imported) || folders.some((folder) => within(folder)(imported));

		expect(forbiddenImports(NODE, mayImport(NODE, 'nodes/shared'))).toEqual([]);
		expect(
			forbiddenImports('nodes/SvaraTrigger', mayImport('nodes/SvaraTrigger', 'nodes/shared')),
		).toEqual([]);
		expect(forbiddenImports('nodes/shared', mayImport('nodes/shared'))).toEqual([]);
	});

	it('share only what both use', () => {
		const isShared = within('nodes/shared');
		const reachableFrom = (paths: string[], found = new Set<string>()): Set<string> => {
			for (const file of files.filter(({ path }) => paths.includes(path))) {
				const next = file.imports.map((imported) => `${imported}.ts`).filter(isShared);
				const fresh = next.filter((path) => !found.has(path));
				fresh.forEach((path) => found.add(path));
				reachableFrom(fresh, found);
			}
			return found;
		};
		const pathsOf = (folder: string) => files.map(({ path }) => path).filter(within(folder));

		for (const node of [NODE, 'nodes/SvaraTrigger']) {
			expect([...reachableFrom(pathsOf(node))].sort()).toEqual(pathsOf('nodes/shared').sort());
		}
	});

	/** Each imports those listed with it; files and sending do not import each other. */
	it.each([
		['operations', ['files', 'sending', 'execution', 'parameters']],
		['files', ['execution', 'parameters']],
		['sending', ['execution', 'parameters']],
		['execution', ['parameters']],
		['parameters', []],
	])('%s imports %s at most', (folder, allowed) => {
		const folders = [folder, ...allowed].map((name) => `${NODE}/${name}`);
		const isAllowed = (imported: string) =>
			!within(NODE)(imported) || folders.some((each) => within(each)(imported));

		expect(files.some(({ path }) => within(`${NODE}/${folder}`)(path))).toBe(true);
		expect(forbiddenImports(`${NODE}/${folder}`, isAllowed)).toEqual([]);
	});
});

describe('the network', () => {
	/** Not `net`, whose `isIP` and `BlockList` only compute with addresses; its sockets are looked for below. */
	const NETWORK = ['http', 'https', 'http2', 'tls', 'dgram'].map((name) => `node:${name}`);

	it('is reached by no file of lib or nodes on its own', () => {
		// It takes two functions about addresses from `node:net`, and opens no socket.
		const addressCheck = 'nodes/shared/publicAddress.ts';
		const isAllowed = (imported: string, { path }: SourceFile) =>
			path === addressCheck || ![...NETWORK, 'axios', 'undici'].includes(imported);

		for (const folder of ['nodes', 'lib']) expect(forbiddenImports(folder, isAllowed)).toEqual([]);
	});

	it('is not reached by a global or a socket either', () => {
		const CALLS = /(?<![.\w])(fetch|XMLHttpRequest|WebSocket|Socket|createConnection)\(/;
		const callers = files
			.filter(({ path }) => ['lib', 'nodes', 'credentials'].some((folder) => within(folder)(path)))
			.filter(({ text }) => CALLS.test(text));

		expect(callers.map(({ path }) => path)).toEqual([]);
	});
});

describe('the repository', () => {
	it('has every package it imports in package.json, and what ships among the dependencies', () => {
		const readManifest = (folder: string) =>
			JSON.parse(readFileSync(join(REPOSITORY, folder, 'package.json'), 'utf8')) as Record<
				string,
				Record<string, string> | undefined
			>;
		const manifest = readManifest('.');
		const workspace = readManifest('sandbox');
		const shipped = Object.keys({
			...manifest.dependencies,
			...manifest.optionalDependencies,
			...manifest.peerDependencies,
		});
		const known = [
			...shipped,
			...[manifest.devDependencies, workspace.dependencies, workspace.devDependencies].flatMap(
				(dependencies) => Object.keys(dependencies ?? {}),
			),
		];
		const isPackage = (imported: string) => !isLocal(imported) && !imported.startsWith('node:');

		for (const folder of ['nodes', 'credentials', 'lib']) {
			expect(
				forbiddenImports(folder, (imported) => !isPackage(imported) || shipped.includes(imported)),
			).toEqual([]);
		}
		const ofSandbox = Object.keys({ ...workspace.dependencies, ...workspace.devDependencies });
		expect(
			forbiddenImports(
				'sandbox',
				(imported) => !isPackage(imported) || ofSandbox.includes(imported),
			),
		).toEqual([]);
		for (const folder of ['docs', 'demo', 'localN8n', 'bench']) {
			expect(
				forbiddenImports(folder, (imported) => !isPackage(imported) || known.includes(imported)),
			).toEqual([]);
		}
	});

	it('keeps a file to one idea', () => {
		const LINES = 250;
		/** Tables: long because Meta has that many codes. */
		const tables = ['lib/graph/errors/catalog.ts', 'sandbox/model/errorTable.ts'];
		const long = files
			.filter(({ path }) => !within('test')(path) && !tables.includes(path))
			.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
			.filter(({ lines }) => lines > LINES);

		expect(long).toEqual([]);
	});
});
