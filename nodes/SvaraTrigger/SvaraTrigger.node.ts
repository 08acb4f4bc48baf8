import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { testSvaraInstagramApi, testSvaraMessengerApi } from '../shared/credentialTest';
import { PANEL_WORDS, properties, subtitle } from './description';
import { receiveWebhook } from './receiveWebhook';
import { isRegistered, register, unregister } from './registration';

export class SvaraTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Svara Trigger',
		name: 'svaraTrigger',
		icon: { light: 'file:svaraTrigger.svg', dark: 'file:svaraTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description:
			'Starts the workflow when a customer writes on Instagram Direct or Facebook Messenger. To answer, add Svara Voice Note.',
		...PANEL_WORDS,
		defaults: { name: 'Svara Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// By `hide`: with `show`, the editor takes 'Platform' for a choice of credential and shows no such field.
		credentials: [
			{
				name: 'svaraInstagramApi',
				required: true,
				testedBy: 'testSvaraInstagramApi',
				displayOptions: { hide: { platform: ['messenger'] } },
			},
			{
				name: 'svaraMessengerApi',
				required: true,
				testedBy: 'testSvaraMessengerApi',
				displayOptions: { hide: { platform: ['instagram'] } },
			},
		],
		webhooks: [
			{
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				path: 'webhook',
				// The same address as the other one; Meta wants it once.
				ndvHideUrl: true,
			},
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Empty, n8n answers that the workflow was started; by default it would answer `firstEntryJson`.
				responseData: '',
				path: 'webhook',
			},
		],
		properties,
	};

	methods = { credentialTest: { testSvaraInstagramApi, testSvaraMessengerApi } };

	/**
	 * n8n asks for each webhook by its name, `setup` first. Everything is done once, for `default`: both
	 * answer by then, and Meta asks `setup` while it registers.
	 */
	webhookMethods = {
		setup: {
			checkExists: async (): Promise<boolean> => true,
			create: async (): Promise<boolean> => true,
			delete: async (): Promise<boolean> => true,
		},
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await register(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await unregister(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveWebhook(this);
	}
}
