import type { INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import type { Report } from '../../package/report';
import { CONVERSATIONS } from '../examples/conversations';
import type { ExampleName } from '../examples/exampleFiles';
import { saveExampleCredentials } from '../examples/openExample';
import { WITHOUT_TRIGGER } from '../examples/withoutTrigger';
import type { Stage } from '../stage';

/** One for each example: a new one does not compile without. */
const CHECKS: Record<ExampleName, (stage: Stage) => Promise<void>> = {
	...CONVERSATIONS,
	...WITHOUT_TRIGGER,
};

/** Imports each example as a user does, triggers it, and looks at what arrives. */
export async function checkExamples(report: Report, stage: Stage): Promise<void> {
	await saveExampleCredentials(stage);
	const makesTables = await hasTablesToMake(stage);
	for (const [name, check] of Object.entries(CHECKS)) {
		const title = `the example ${name} runs as imported`;
		if (name === 'a-person-takes-over' && !makesTables) {
			report.skip(title, "this n8n's Data Table node makes no tables");
		} else {
			await report.check(title, () => check(stage));
		}
	}
}

/** The Data Table node of n8n 2.0 knows rows alone; that of 2.41 makes tables, too. */
async function hasTablesToMake({ api }: Stage): Promise<boolean> {
	const nodes = await api.editorFile<INodeTypeDescription[]>('/types/nodes.json');
	const dataTable = nodes.find(({ name }) => name === 'n8n-nodes-base.dataTable');
	const resource = dataTable?.properties.find(({ name }) => name === 'resource');
	const choices = (resource?.options ?? []) as INodePropertyOptions[];
	return choices.some(({ value }) => value === 'table');
}
