import { randomUUID } from 'node:crypto';

import type { INode, INodeParameters } from 'n8n-workflow';

const PACKAGE = 'n8n-nodes-svara';

type Credentials = INode['credentials'];

const node = (
	name: string,
	type: string,
	position: [number, number],
	parameters: INodeParameters,
	credentials: Credentials,
): INode => ({
	id: randomUUID(),
	name,
	type: `${PACKAGE}.${type}`,
	typeVersion: 1,
	position,
	parameters,
	credentials,
	webhookId: randomUUID(),
});

export const trigger = (credentials: Credentials, parameters: INodeParameters = {}) =>
	node('Trigger', 'svaraTrigger', [0, 0], parameters, credentials);

export const action = (credentials: Credentials, parameters: INodeParameters = {}) =>
	node('Action', 'svaraVoiceNote', [240, 0], parameters, credentials);

/** The same node as an agent calls it. */
export const tool = (credentials: Credentials, parameters: INodeParameters = {}) =>
	node('Tool', 'svaraVoiceNoteTool', [480, 0], parameters, credentials);
