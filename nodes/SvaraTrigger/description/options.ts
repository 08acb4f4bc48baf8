import type { INodeProperties } from 'n8n-workflow';

/** Optional fields, in alphabetical order as n8n shows them. */
export const optionFields: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Account IDs',
			name: 'accountIds',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Account ID' },
			default: [],
			placeholder: 'e.g. 17841400123456789',
			description:
				'Start only for these Instagram accounts or Pages, where your Meta app serves several',
		},
		{
			displayName: 'Allow Unsigned',
			name: 'allowUnsigned',
			type: 'boolean',
			default: false,
			description:
				'Whether requests without a signature start the workflow too. Anybody who knows the URL can then do so; wrong signatures are refused all the same.',
		},
		{
			displayName: 'Deduplicate',
			name: 'deduplicate',
			type: 'boolean',
			default: true,
			description:
				'Whether an event that Meta delivers again starts nothing. Not in test runs, which show every delivery.',
		},
		{
			displayName: 'Download Media',
			name: 'downloadMedia',
			type: 'boolean',
			default: false,
			description:
				"Whether to put voice notes, images, videos and files on the item, before Meta's links expire. What takes longer than three seconds stays a link.",
		},
		{
			displayName: 'Handshake Reply',
			name: 'handshakeReply',
			type: 'options',
			options: [
				{ name: 'Challenge', value: 'challenge', description: 'What Meta itself expects' },
				{
					name: 'Verify Token',
					value: 'verifyToken',
					description: 'For gateways that want their token repeated',
				},
				{
					name: 'Verify Token Always',
					value: 'verifyTokenAlways',
					description:
						'For gateways that send no token with their check, such as HookMyApp. Whoever opens the URL is told the token.',
				},
			],
			default: 'challenge',
			description: 'What to answer when the webhook is checked',
		},
		{
			displayName: 'Include Raw',
			name: 'includeRaw',
			type: 'boolean',
			default: false,
			description: "Whether to put Meta's own update into the field 'raw' as well",
		},
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			placeholder: 'e.g. data',
			displayOptions: { show: { downloadMedia: [true] } },
			hint: 'The name of the output field to put the file in; further files of a message are numbered',
		},
		{
			displayName: 'Replace Existing',
			name: 'replaceExisting',
			type: 'boolean',
			default: false,
			displayOptions: { show: { '/registration': ['automatic'] } },
			description:
				'Whether automatic registration may take over from another address that your Meta app delivers to now',
		},
		{
			displayName: 'Signature Header',
			name: 'signatureHeader',
			type: 'string',
			default: 'x-hub-signature-256',
			placeholder: 'e.g. x-gateway-signature',
			description:
				'For gateways that sign with a header of their own (HMAC-SHA256 of the body, in hex). Only this header counts then.',
		},
	],
};
