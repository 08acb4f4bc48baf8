import type { INodeProperties } from 'n8n-workflow';

const registrationField: INodeProperties = {
	displayName: 'Registration',
	name: 'registration',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Manual',
			value: 'manual',
			description: 'You paste the webhook into your Meta app, once',
		},
		{
			name: 'Automatic',
			value: 'automatic',
			description: 'Publishing the workflow sets the webhook of your Meta app',
		},
	],
	default: 'manual',
	description: 'How Meta learns where to deliver',
};

/** The editor keeps `a`, `ul` and `li` in notices and drops other tags (n8n: `Notice.vue`), `ol` and `br` too. */
const steps = (...sentences: string[]) =>
	`In this order:<ul>${sentences.map((sentence) => `<li>${sentence}</li>`).join('')}</ul>`;

const FILL_CREDENTIAL =
	"In the credential, fill in 'App Secret' and a 'Verify Token' of your choice.";
const PUBLISH =
	'Publish this workflow first: Meta checks the address at once, and only a published workflow answers.';
const SUBSCRIBE = "Subscribe to the fields you need ('messages' for messages and voice notes).";
const paste = (where: string) =>
	`In your <a href="https://developers.facebook.com/apps" target="_blank">Meta app</a>, open ${where}. Paste the Production URL (above, under Webhook URLs) as callback URL, and the Verify Token from the credential.`;

/** One login's steps, shown while the webhook is set by hand. */
const manualNotice = (name: string, platform: string, html: string): INodeProperties => ({
	displayName: html,
	name,
	type: 'notice',
	default: '',
	displayOptions: { show: { platform: [platform], registration: ['manual'] } },
});

const automaticNotice: INodeProperties = {
	displayName:
		"Publishing needs 'App ID', 'App Secret' and 'Verify Token' in the credential, and an n8n that Meta reaches over https. A Meta app has one address for these webhooks: one workflow an app, and testing is refused while a live workflow uses it.",
	name: 'automaticNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { registration: ['automatic'] } },
};

export const REGISTRATION_FIELDS: INodeProperties[] = [
	registrationField,
	manualNotice(
		'manualInstagramNotice',
		'instagram',
		steps(
			FILL_CREDENTIAL,
			PUBLISH,
			paste(
				'Instagram &gt; API setup with Instagram login &gt; Configure webhooks (with Facebook login: Webhooks &gt; Instagram)',
			),
			SUBSCRIBE,
			'Subscribe the account: with Instagram login, switch on its webhook subscription under Generate access tokens; with Facebook login, subscribe the linked Page under Messenger &gt; Messenger API settings.',
			'In the Instagram app, allow access to messages under Settings &gt; Messages and story replies &gt; Message controls &gt; Connected tools.',
		),
	),
	manualNotice(
		'manualMessengerNotice',
		'messenger',
		steps(
			FILL_CREDENTIAL,
			PUBLISH,
			paste('Messenger &gt; Messenger API settings &gt; Configure webhooks'),
			SUBSCRIBE,
			'In the same place, under Generate access tokens, add the subscription for your Page with the same fields.',
		),
	),
	automaticNotice,
];
