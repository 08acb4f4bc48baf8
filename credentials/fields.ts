import type { INodeProperties } from 'n8n-workflow';

/** The fields both credentials end with: the Meta app behind the token, and where to reach Meta. */
export function connectionFields({
	gatewayHost,
	appSecretHint,
}: {
	gatewayHost: string;
	appSecretHint: string;
}): INodeProperties[] {
	return [
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1517776481860111',
			description:
				"ID of your Meta app. Registers webhooks automatically, tells your app's messages from other apps', and with the secret shows when a Page token ends. With it, the test of this credential also proves the secret.",
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'From your Meta app under App settings > Basic. Proves that webhooks come from Meta; needed by the trigger. The test of this credential proves the first secret if App ID is filled in, no further ones and nothing behind a gateway.',
			hint: appSecretHint,
		},
		{
			displayName: 'Verify Token',
			name: 'verifyToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Any text you choose. Meta repeats it when it checks your webhook; needed by the trigger.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: `e.g. http://127.0.0.1:8026/${gatewayHost}/v26.0`,
			description:
				'Address of a sandbox or gateway, used as it is. Leave empty to use Meta itself.',
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'string',
			default: 'v26.0',
			placeholder: 'e.g. v26.0',
			description: 'Version of the Graph API. Not used when Base URL is set.',
		},
	];
}
