import type { Flavour, Sandbox } from '../sandbox';
import { eventually } from '../test/e2e/eventually';
import { exampleCredentials } from '../test/e2e/examples/exampleCredentials';
import { EXAMPLES, readExample, type ExampleName } from '../test/e2e/examples/exampleFiles';
import type { N8nApi } from '../test/e2e/n8nApi';
import { productionUrl } from '../test/e2e/workflows';

/** Examples that answer right away. Meta has one trigger an app, so these two have an account each. */
const CONNECTED: Partial<Record<ExampleName, { flavour: Flavour; fields: string[] }>> = {
	'voice-agent': { flavour: 'instagramLogin', fields: ['messages'] },
	'a-person-takes-over': {
		flavour: 'messenger',
		fields: ['messages', 'message_echoes', 'messaging_handovers'],
	},
};

/** Published besides: they wait for other programs, and each has an address of its own. */
const PUBLISHED: readonly ExampleName[] = ['crm-event-to-voice-note', 'svara-compatible-endpoint'];

/** Saves the credentials and the examples that n8n does not have yet, by their names. */
export async function putInPlace(
	api: N8nApi,
	sandbox: Sandbox,
	say: (line: string) => void,
): Promise<void> {
	const credentials = new Set((await api.listCredentials()).map(({ name }) => name));
	for (const { type, name, data } of exampleCredentials(sandbox)) {
		if (!credentials.has(name)) await api.createCredential(type, name, data);
	}
	const workflows = new Set((await api.listWorkflows()).map(({ name }) => name));
	for (const example of EXAMPLES) {
		const workflow = readExample(example, sandbox.url);
		if (workflows.has(workflow.name)) continue;
		say(`Importing "${workflow.name}"`);
		const saved = await api.createWorkflow(workflow);
		if (example in CONNECTED || PUBLISHED.includes(example)) await api.publish(saved);
	}
}

/** The sandbox forgets its callbacks when it stops, so each start sets them, as in Meta's dashboard. */
export async function connectTriggers(
	api: N8nApi,
	sandbox: Sandbox,
	n8nUrl: string,
): Promise<void> {
	const active = new Set(
		(await api.listWorkflows()).filter((each) => each.active).map(({ name }) => name),
	);
	for (const [example, connection] of Object.entries(CONNECTED)) {
		const workflow = readExample(example as ExampleName);
		if (!active.has(workflow.name)) continue;
		const { flavour: account, fields } = connection;
		const { verifyToken } = sandbox.accounts[account];
		const options = { account, verifyToken, fields };
		// n8n goes on registering webhooks after it has said that it is ready.
		await eventually(`"${workflow.name}" answers Meta's check`, async () =>
			sandbox.connectWebhook(productionUrl(n8nUrl, workflow), options).then(
				() => true,
				() => false,
			),
		);
	}
}
