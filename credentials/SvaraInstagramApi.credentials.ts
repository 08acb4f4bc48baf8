import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

import { connectionFields } from './fields';

/** An Instagram professional account, by either of Meta's two logins. */
export class SvaraInstagramApi implements ICredentialType {
	name = 'svaraInstagramApi';

	displayName = 'Svara Instagram (or Facebook Login) API';

	icon: Icon = { light: 'file:svara.svg', dark: 'file:svara.dark.svg' };

	documentationUrl = 'https://github.com/svara-voice/n8n-nodes-svara#instagram-credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Login Type',
			name: 'loginType',
			type: 'options',
			options: [
				{
					name: 'Instagram',
					value: 'instagram',
					description: 'Instagram API with Instagram Login; the token starts with IG',
				},
				{
					name: 'Facebook',
					value: 'facebook',
					description:
						'The account is linked to a Facebook Page; the token is a Page token and starts with EAA',
				},
			],
			default: 'instagram',
			description: 'How the access token was created',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				"Instagram login: the token from your Meta app under Instagram > API setup with Instagram login. Facebook login: the Page's token.",
		},
		{
			displayName: 'Renew Token Automatically',
			name: 'renewAutomatically',
			type: 'boolean',
			default: false,
			displayOptions: { show: { loginType: ['instagram'] } },
			description:
				'Whether Svara Voice Note exchanges the token for a new one of 60 days once a week and stores it here. Leave this off if fields of this credential are expressions.',
		},
		{
			displayName: 'Token Renewed At',
			name: 'renewedAt',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
		{
			displayName: 'Instagram User ID',
			name: 'igUserId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 17841400123456789',
			description:
				'ID of your professional account. The test of this credential tells you the right one.',
		},
		{
			displayName: 'Page ID',
			name: 'pageId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 104958162837',
			displayOptions: { show: { loginType: ['facebook'] } },
			description:
				'ID of the linked Facebook Page. Leave empty to use the Page the token belongs to.',
		},
		...connectionFields({
			gatewayHost: 'graph.instagram.com',
			appSecretHint:
				'Several secrets, separated by commas, are all accepted for webhooks: the app secret first, then for example the Instagram app secret',
		}),
	];

	/**
	 * n8n stores what this returns. The node calls it, with the new token in its place and
	 * `renewedAt` empty (`nodes/SvaraVoiceNote/execution/renewToken.ts`).
	 */
	async preAuthentication({ accessToken }: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return { accessToken, renewedAt: new Date().toISOString() };
	}
}
