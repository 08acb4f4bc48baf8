import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, resolve, sep } from 'node:path';
import { preProcessFile } from 'typescript';

/** Tests run from `dist/test`. */
const REPOSITORY = resolve(__dirname, '../..');
const ROOMS = ['credentials', 'nodes', 'lib', 'sandbox', 'docs', 'demo', 'bench', 'test'];

interface SourceFile {
	/** e.g. `lib/graph/client.ts` */
	path: string;
	text: string;
	/** Files of the repository without extension (`lib/graph/client`), packages by name. */
	imports: string[];
}

const files: SourceFile[] = ROOMS.flatMap(listSources).map((path) => {
	const text = readFileSync(join(REPOSITORY, path), 'utf8');
	const imports = preProcessFile(text).importedFiles.map(({ fileName }) => target(path, fileName));
	return { path, text, imports };
});

function listSources(room: string): string[] {
	try {
		return readdirSync(join(REPOSITORY, room), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => posix.join(room, file.split(sep).join('/')));
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
const isLocal = (path: string) => ROOMS.some((room) => within(room)(path));
const isN8n = (path: string) => /^(n8n-|@n8n\/)/.test(path);

/** Every import, as `importer → imported`, from files in `folder` that `isAllowed` turns down. */
function trespasses(
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
	world: ['model', 'media', 'webhooks'],
	customers: ['model', 'webhooks', 'world'],
	dashboard: ['model', 'webhooks', 'world'],
	graph: ['model', 'http', 'media', 'webhooks', 'world', 'customers'],
	faults: ['model', 'http', 'graph'],
	control: ['model', 'http', 'media', 'world', 'customers', 'dashboard', 'faults'],
	server: ['model', 'http', 'media', 'world', 'graph', 'faults', 'control'],
	// The types of the control API's answers.
	page: ['control'],
};

/** Groups of files that import each other in a circle, imports of types included. */
function circles(): string[][] {
	const byName = new Map(files.map((file) => [file.path.replace(/(\/index)?\.ts$/, ''), file]));
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
		expect(trespasses('test', (imported) => imported !== 'typescript')).toEqual([
			'test/architecture.test.ts → typescript',
		]);
	});

	it('nodes know lib and n8n-workflow, credentials n8n-workflow alone', () => {
		const knows = (rooms: string[]) => (imported: string) =>
			imported === 'n8n-workflow' ||
			imported.startsWith('node:') ||
			rooms.some((room) => within(room)(imported));

		expect(trespasses('nodes', knows(['nodes', 'lib']))).toEqual([]);
		expect(trespasses('credentials', knows(['credentials']))).toEqual([]);
	});

	it('nodes enter a room of lib through its door', () => {
		const doors = /^lib\/[^/]+(\/index)?$/;
		expect(
			trespasses('nodes', (imported) => !within('lib')(imported) || doors.test(imported)),
		).toEqual([]);
	});

	it('a room of lib knows neither n8n nor the other rooms; files beside the rooms know nothing', () => {
		const room = (path: string) => path.split('/').slice(0, 2).join('/');
		const leaves = files.map(({ path }) => path).filter((path) => /^lib\/[^/]+\.ts$/.test(path));
		const isLeaf = (path: string) => leaves.includes(`${path}.ts`) || leaves.includes(path);
		const isAllowed = (imported: string, { path }: SourceFile) => {
			if (!isLocal(imported)) return !isN8n(imported);
			return !isLeaf(path) && (isLeaf(imported) || room(imported) === room(path));
		};

		expect(trespasses('lib', isAllowed)).toEqual([]);
	});

	it('the rest of lib/graph enters the errors through their door', () => {
		const isInside = within('lib/graph/errors');
		const isAllowed = (imported: string, { path }: SourceFile) =>
			isInside(path) || !isInside(imported) || imported === 'lib/graph/errors';

		expect(trespasses('lib/graph', isAllowed)).toEqual([]);
	});

	it('the sandbox shares nothing with what it checks', () => {
		const isAllowed = (imported: string) =>
			isLocal(imported) ? within('sandbox')(imported) : !isN8n(imported);

		expect(trespasses('sandbox', isAllowed)).toEqual([]);
	});

	it('a layer of the sandbox imports only the layers listed with it', () => {
		const layerOf = (path: string) => /^sandbox\/([^/]+)\//.exec(path)?.[1];
		const isAllowed = (imported: string, { path }: SourceFile) => {
			const from = layerOf(path);
			if (from === undefined || !isLocal(imported)) return true;
			const to = layerOf(imported) ?? imported;
			return to === from || (SANDBOX_LAYERS[from]?.includes(to) ?? false);
		};

		expect(trespasses('sandbox', isAllowed)).toEqual([]);
	});

	it('each layer of the sandbox has tests of its own', () => {
		const tested = (layer: string) =>
			files.some(({ path }) => within(`test/sandbox/${layer}`)(path) && path.endsWith('.test.ts'));

		expect(Object.keys(SANDBOX_LAYERS).filter((layer) => !tested(layer))).toEqual([]);
	});

	it('no file imports itself, however long the way round', () => {
		expect(circles()).toEqual([]);
	});

	it('nothing that ships knows tests, docs, demo or benches', () => {
		const backstage = ['test', 'docs', 'demo', 'bench'];
		const isAllowed = (imported: string) => !backstage.some((room) => within(room)(imported));

		for (const room of ['nodes', 'credentials', 'lib', 'sandbox']) {
			expect(trespasses(room, isAllowed)).toEqual([]);
		}
	});

	it('only the engines of lib/audio know ffmpeg', () => {
		const isFfmpeg = (imported: string) => /ffmpeg/.test(imported) && !isLocal(imported);
		const isAllowed = (imported: string, { path }: SourceFile) =>
			!isFfmpeg(imported) || within('lib/audio/engines')(path);

		for (const room of ['nodes', 'lib', 'sandbox']) expect(trespasses(room, isAllowed)).toEqual([]);
	});
});

describe('the nodes', () => {
	const NODE = 'nodes/SvaraVoiceNote';

	it('do not know each other, and what they share knows neither', () => {
		const knows =
			(...rooms: string[]) =>
			(imported: string) =>
				!within('nodes')(imported) || rooms.some((room) => within(room)(imported));

		expect(trespasses(NODE, knows(NODE, 'nodes/shared'))).toEqual([]);
		expect(trespasses('nodes/SvaraTrigger', knows('nodes/SvaraTrigger', 'nodes/shared'))).toEqual(
			[],
		);
		expect(trespasses('nodes/shared', knows('nodes/shared'))).toEqual([]);
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
		const pathsOf = (room: string) => files.map(({ path }) => path).filter(within(room));

		for (const node of [NODE, 'nodes/SvaraTrigger']) {
			expect([...reachableFrom(pathsOf(node))].sort()).toEqual(pathsOf('nodes/shared').sort());
		}
	});

	/** Each knows those behind it; files and sending do not know each other. */
	it.each([
		['operations', ['files', 'sending', 'execution', 'parameters']],
		['files', ['execution', 'parameters']],
		['sending', ['execution', 'parameters']],
		['execution', ['parameters']],
		['parameters', []],
	])('%s knows %s', (room, behind) => {
		const rooms = [room, ...behind].map((name) => `${NODE}/${name}`);
		const isAllowed = (imported: string) =>
			!within(NODE)(imported) || rooms.some((each) => within(each)(imported));

		expect(files.some(({ path }) => within(`${NODE}/${room}`)(path))).toBe(true);
		expect(trespasses(`${NODE}/${room}`, isAllowed)).toEqual([]);
	});
});

describe('the network', () => {
	/** Not `net`, whose `isIP` and `BlockList` only reckon with addresses; its sockets are below. */
	const NETWORK = ['http', 'https', 'http2', 'tls', 'dgram'].map((name) => `node:${name}`);

	it('is reached by no file of lib or nodes on its own', () => {
		// It takes two functions that judge addresses from `node:net`, and opens no socket.
		const judge = 'nodes/shared/publicAddress.ts';
		const isAllowed = (imported: string, { path }: SourceFile) =>
			path === judge || ![...NETWORK, 'axios', 'undici'].includes(imported);

		for (const room of ['nodes', 'lib']) expect(trespasses(room, isAllowed)).toEqual([]);
	});

	it('is not reached by a global or a socket either', () => {
		const CALLS = /(?<![.\w])(fetch|XMLHttpRequest|WebSocket|Socket|createConnection)\(/;
		const callers = files
			.filter(({ path }) => ['lib', 'nodes', 'credentials'].some((room) => within(room)(path)))
			.filter(({ text }) => CALLS.test(text));

		expect(callers.map(({ path }) => path)).toEqual([]);
	});
});

describe('the house', () => {
	it('has every package it imports in package.json, and what ships among the dependencies', () => {
		const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Record<
			string,
			Record<string, string> | undefined
		>;
		const shipped = Object.keys({
			...manifest.dependencies,
			...manifest.optionalDependencies,
			...manifest.peerDependencies,
		});
		const known = [...shipped, ...Object.keys(manifest.devDependencies ?? {})];
		const isPackage = (imported: string) => !isLocal(imported) && !imported.startsWith('node:');

		for (const room of ['nodes', 'credentials', 'lib']) {
			expect(
				trespasses(room, (imported) => !isPackage(imported) || shipped.includes(imported)),
			).toEqual([]);
		}
		for (const room of ['sandbox', 'docs', 'demo', 'bench']) {
			expect(
				trespasses(room, (imported) => !isPackage(imported) || known.includes(imported)),
			).toEqual([]);
		}
	});

	it('keeps a file to one idea', () => {
		const LINES = 250;
		/** Tables: long because Meta has that many codes. */
		const tables = ['lib/graph/errors/catalog.ts'];
		const long = files
			.filter(({ path }) => !within('test')(path) && !tables.includes(path))
			.map(({ path, text }) => ({ path, lines: text.split('\n').length }))
			.filter(({ lines }) => lines > LINES);

		expect(long).toEqual([]);
	});
});
