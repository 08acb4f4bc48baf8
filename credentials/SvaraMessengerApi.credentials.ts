import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { connectionFields } from './fields';

/** A Facebook Page that talks to people on Messenger. */
export class SvaraMessengerApi implements ICredentialType {
	name = 'svaraMessengerApi';

	displayName = 'Svara Facebook Messenger API';

	icon: Icon = { light: 'file:svara.svg', dark: 'file:svara.dark.svg' };

	documentationUrl = 'https://github.com/svara-voice/n8n-nodes-svara#messenger-credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Page Access Token',
			name: 'pageAccessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				"The Page's token with the permission pages_messaging, from your Meta app under Messenger > API setup; it starts with EAA",
		},
		{
			displayName: 'Page ID',
			name: 'pageId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 104958162837',
			description: 'Leave empty to use the Page the token belongs to',
		},
		...connectionFields({
			gatewayHost: 'graph.facebook.com',
			appSecretHint:
				'Several secrets, separated by commas, are all accepted for webhooks: the app secret first',
		}),
	];
}
