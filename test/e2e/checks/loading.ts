import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ICredentialType, INodeTypeBaseDescription, INodeTypeDescription } from 'n8n-workflow';

import type { Report } from '../../package/report';
import { REPOSITORY, type Stage } from '../stage';

const PACKAGE = 'n8n-nodes-svara';

/** n8n serves the nodes and credentials of package.json to its editor, under their real names. */
export async function checkLoading(report: Report, { api }: Stage): Promise<void> {
	const { n8n } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as {
		n8n: Record<'nodes' | 'credentials', string[]>;
	};

	await report.check('n8n offers every node under its real type name, with its icon', async () => {
		const served = await api.editorFile<INodeTypeBaseDescription[]>('/types/nodes.json');
		for (const name of n8n.nodes.map(typeName)) {
			const type = served.find((each) => each.name === `${PACKAGE}.${name}`);
			assert.ok(type, `${PACKAGE}.${name} is missing`);
			await assertIcons(type.iconUrl, api.url);
		}
	});

	await report.check('the editor shows every field of ours', async () => {
		const served = await api.editorFile<INodeTypeDescription[]>('/types/nodes.json');
		const ours = served.filter(({ name }) => name.startsWith(`${PACKAGE}.`));
		assert.deepEqual(ours.flatMap(hiddenFields), []);
	});

	await report.check('n8n offers every credential, with its icon', async () => {
		const served = await api.editorFile<ICredentialType[]>('/types/credentials.json');
		for (const name of n8n.credentials.map(typeName)) {
			const type = served.find((each) => each.name === name);
			assert.ok(type, `${name} is missing`);
			await assertIcons(type.iconUrl, api.url);
		}
	});
}

/**
 * Fields that the editor replaces by its choice of credentials: lists of options all of which stand
 * in `displayOptions.show` of the node's credentials (n8n-editor-ui, `getMainAuthField`).
 */
function hiddenFields({ credentials = [], properties }: INodeTypeDescription): string[] {
	const shown = (field: string) =>
		credentials.flatMap(({ displayOptions }) => displayOptions?.show?.[field] ?? []);
	return properties
		.filter(({ name, options = [] }) => {
			const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
			return values.length > 0 && values.every((value) => shown(name).includes(value));
		})
		.map(({ name }) => name);
}

/** `dist/nodes/SvaraVoiceNote/SvaraVoiceNote.node.js` holds the type `svaraVoiceNote`. */
function typeName(path: string): string {
	const [className = ''] = path.split('/').at(-1)!.split('.');
	return className.charAt(0).toLowerCase() + className.slice(1);
}

async function assertIcons(icons: INodeTypeBaseDescription['iconUrl'], url: string): Promise<void> {
	assert.ok(typeof icons === 'object', 'an icon for light and for dark');
	for (const icon of Object.values(icons)) {
		const response = await fetch(`${url}/${icon}`);
		assert.match(response.headers.get('content-type') ?? '', /^image\/svg/, icon);
		await response.body?.cancel();
	}
}
