import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { NodeHelpers, type INode } from 'n8n-workflow';

import { SvaraTrigger } from '../../nodes/SvaraTrigger/SvaraTrigger.node';
import { SvaraVoiceNote } from '../../nodes/SvaraVoiceNote/SvaraVoiceNote.node';
import { exampleCredentials } from '../e2e/examples/exampleCredentials';
import { EXAMPLES, readExample } from '../e2e/examples/exampleFiles';
import { useStage } from './stage';

const FOLDER = resolve(__dirname, '../../../examples');

const stage = useStage();

const NODES: Record<string, SvaraTrigger | SvaraVoiceNote> = {
	'n8n-nodes-svara.svaraTrigger': new SvaraTrigger(),
	'n8n-nodes-svara.svaraVoiceNote': new SvaraVoiceNote(),
};

it('every file is an example that is run, and the README shows it', () => {
	const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
	expect(files.sort()).toEqual(EXAMPLES.map((name) => `${name}.json`).sort());
	const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
	for (const name of EXAMPLES) {
		expect(readme).toContain(`(${name}.json)`);
		expect(readme).toContain(`(../docs/images/examples/${name}.png)`);
	}
});

describe.each(EXAMPLES)('%s', (name) => {
	const { nodes, connections } = readExample(name);

	it('carries a checklist', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.map(({ parameters }) => parameters.content)).toEqual([
			expect.stringMatching(/^## .*\n- \[ \] .*\*\*Svara /s),
		]);
	});

	it('reaches no address but the sandbox', () => {
		const settings = JSON.stringify(nodes.filter(({ type }) => !type.endsWith('.stickyNote')));
		const addresses = settings.match(/https?:\/\/[^/"]+/g) ?? [];
		expect(new Set(addresses)).toEqual(
			new Set(addresses.length > 0 ? ['http://127.0.0.1:8026'] : []),
		);
	});

	it('names only credentials that are set up for it, of the right type', () => {
		const known = exampleCredentials(stage.sandbox).map((each) => `${each.type}: ${each.name}`);
		const named = nodes.flatMap(({ credentials = {} }) =>
			Object.entries(credentials).map(([type, credential]) => `${type}: ${credential.name}`),
		);
		expect(known).toEqual(expect.arrayContaining(named));
	});

	it('has each node once, and connects only those', () => {
		const names = nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(names.length);
		const ends = Object.values(connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((lists) => lists.flatMap((list) => list ?? [])),
		);
		for (const node of [...Object.keys(connections), ...ends.map((end) => end.node)]) {
			expect(names).toContain(node);
		}
	});

	it.each(nodes.filter(({ type }) => type in NODES).map((node) => [node.name, node]))(
		'sets only fields that the node shows: %s',
		(_name, node: INode) => {
			const { description } = NODES[node.type]!;
			const shown = NodeHelpers.getNodeParameters(
				description.properties,
				node.parameters,
				true,
				false,
				node,
				description,
			);
			expect(shown).toMatchObject(node.parameters);
			expect(NodeHelpers.getNodeParametersIssues(description.properties, node, description)).toBe(
				null,
			);
		},
	);
});
