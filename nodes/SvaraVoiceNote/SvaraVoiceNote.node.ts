import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { testSvaraInstagramApi, testSvaraMessengerApi } from '../shared/credentialTest';
import { credentials, properties } from './description';
import { executeItems } from './execution/executeItems';
import { actionOf, findOperation } from './operations';
import { searchCustomers } from './searchCustomers';
import { subtitle } from './subtitle';

export class SvaraVoiceNote implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Svara Voice Note',
		name: 'svaraVoiceNote',
		icon: { light: 'file:svaraVoiceNote.svg', dark: 'file:svaraVoiceNote.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle,
		description:
			'Send voice notes and messages on Instagram Direct and Facebook Messenger. To receive them, add Svara Trigger.',
		defaults: { name: 'Svara Voice Note' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// The new token that Refresh Token puts out on demand.
		sensitiveOutputFields: ['accessToken'],
		credentials,
		properties,
	};

	methods = {
		credentialTest: { testSvaraInstagramApi, testSvaraMessengerApi },
		listSearch: { searchCustomers },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0, 'voiceNote');
		const operation = this.getNodeParameter('operation', 0, 'send');
		const chosen = findOperation(resource, operation);
		if (!chosen) {
			throw new NodeOperationError(this.getNode(), `There is no operation '${operation}' here`, {
				description: "Choose one from the list 'Operation'",
			});
		}
		return [await executeItems(this, actionOf(chosen))];
	}
}
