import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ICredentialType, INodeTypeBaseDescription } from 'n8n-workflow';

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

	await report.check('n8n offers every credential, with its icon', async () => {
		const served = await api.editorFile<ICredentialType[]>('/types/credentials.json');
		for (const name of n8n.credentials.map(typeName)) {
			const type = served.find((each) => each.name === name);
			assert.ok(type, `${name} is missing`);
			await assertIcons(type.iconUrl, api.url);
		}
	});
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
