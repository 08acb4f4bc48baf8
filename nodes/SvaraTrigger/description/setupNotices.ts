import type { INodeProperties } from 'n8n-workflow';

/** The editor keeps `a`, `ul` and `li` in notices and drops other tags (n8n: `Notice.vue`), `ol` and `br` too. */
const list = (heading: string, steps: string[]) =>
	`${heading}<ul>${steps.map((step) => `<li>${step}</li>`).join('')}</ul>`;

const notice = (
	name: string,
	show: Record<string, string[]>,
	heading: string,
	steps: string[],
): INodeProperties => ({
	displayName: list(heading, steps),
	name,
	type: 'notice',
	default: '',
	displayOptions: { show },
});

const MANUAL = { registration: ['manual'] };
const AUTOMATIC = { registration: ['automatic'] };
const INSTAGRAM = { platform: ['instagram'] };
const MESSENGER = { platform: ['messenger'] };

const META_APP = 'your <a href="https://developers.facebook.com/apps" target="_blank">Meta app</a>';
const PASTE =
	"paste the Production URL and the credential's 'Verify Token', then press Verify and save.";
const SUBSCRIBE =
	'In the same place, subscribe to <a href="https://github.com/svara-voice/n8n-nodes-svara/blob/main/docs/trigger.md#events" target="_blank">the fields your events need</a>: \'messages\' for messages and voice notes.';
const ALLOW_ACCESS =
	'In the Instagram app, allow access to messages under Settings &gt; Messages and story replies &gt; Message controls &gt; Connected tools.';
const WRITE = 'Write to your account as a customer would, from another account.';

/** What to do where, one step a line: by platform, by login, and for a test. */
export const SETUP_NOTICES: INodeProperties[] = [
	notice('manualNotice', MANUAL, 'First, in n8n:', [
		"In the credential, fill in 'App Secret' and a 'Verify Token' of your choice.",
		'Publish this workflow: Meta checks the address at once, and only a published workflow answers.',
		"Open 'Webhook URLs' above and click the Production URL, which copies it.",
	]),
	notice(
		'instagramLoginNotice',
		{ ...INSTAGRAM, ...MANUAL },
		`Then, with Instagram login, in ${META_APP}, under Instagram &gt; API setup with Instagram login:`,
		[
			`Under Configure webhooks, ${PASTE}`,
			SUBSCRIBE,
			'Under Generate access tokens, switch on the webhook subscription of the account.',
			ALLOW_ACCESS,
		],
	),
	notice(
		'facebookLoginNotice',
		{ ...INSTAGRAM, ...MANUAL },
		`Or, with Facebook login, in ${META_APP}:`,
		[
			`Under Webhooks &gt; Instagram, ${PASTE}`,
			SUBSCRIBE,
			"Under Messenger &gt; Messenger API settings, add the subscription of the Page that the account is linked to, with 'messages'.",
			ALLOW_ACCESS,
		],
	),
	notice(
		'messengerNotice',
		{ ...MESSENGER, ...MANUAL },
		`Then, in ${META_APP}, under Messenger &gt; Messenger API settings:`,
		[
			`Under Configure webhooks, ${PASTE}`,
			SUBSCRIBE,
			'Under Generate access tokens, add the subscription of your Page, with the same fields.',
		],
	),
	// The addresses cannot be clicked while n8n waits.
	notice('manualTestNotice', MANUAL, 'To test in this editor:', [
		"Under 'Webhook URLs' above, click the Test URL, which copies it.",
		"Press 'Execute step': for two minutes, n8n waits for one event there.",
		'While it waits, paste the Test URL into your Meta app in place of the Production URL.',
		WRITE,
		'Paste the Production URL again: Meta has one address, and until then nothing reaches the published workflow.',
	]),
	notice('automaticNotice', AUTOMATIC, 'In this order:', [
		"In the credential, fill in 'App ID', 'App Secret' and a 'Verify Token' of your choice.",
		'Make sure that Meta reaches this n8n over https.',
		'Publish this workflow: it tells Meta its address, and subscribes the account.',
		'Keep to one workflow an app: a Meta app has one address for these webhooks.',
	]),
	notice('allowAccessNotice', { ...INSTAGRAM, ...AUTOMATIC }, 'Then, once an account:', [
		ALLOW_ACCESS,
	]),
	notice('automaticTestNotice', AUTOMATIC, 'To test in this editor:', [
		"Press 'Execute step' while the workflow is not published: for two minutes, Meta has the Test URL. A live workflow's address is never replaced by a test.",
		WRITE,
	]),
];
