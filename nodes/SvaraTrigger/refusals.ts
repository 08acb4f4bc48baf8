import { GraphError, isRefused, type FlavourName } from '../../lib/graph';
import { SvaraError } from '../shared/failure';

/** What we were about to do, and with whose token. */
export type Step = 'app' | 'account';

/** Where the webhook is set by hand. */
const DASHBOARD_STEPS: Readonly<Record<FlavourName, string>> = {
	instagramLogin:
		"In your Meta app, open Instagram > API setup with Instagram login > Configure webhooks, paste the node's Production URL and the credential's Verify Token there, and subscribe to the fields",
	instagramPage:
		"In your Meta app, open Webhooks > Instagram, paste the node's Production URL and the credential's Verify Token there, and subscribe to the fields",
	messenger:
		"In your Meta app, open Messenger > Messenger API settings > Configure webhooks, paste the node's Production URL and the credential's Verify Token there, and subscribe to the fields",
};

/** Says what Meta's refusal means here; other failures stay what they are. */
export function explainRefusal(thrown: unknown, step: Step, flavour: FlavourName): unknown {
	if (isRefused(thrown, 'callback')) {
		return thrown.with({
			what: 'Meta asked the Production URL whether it wants these webhooks and got no proper answer',
			fix: "Open the Production URL from outside your network: it must reach this n8n over https with a valid certificate (set WEBHOOK_URL if n8n is behind a proxy or tunnel). Also check that 'Verify Token' in the credential has not just been changed",
		});
	}
	if (!(thrown instanceof GraphError)) return thrown;
	if (thrown.code === 'invalid_token') return step === 'app' ? thrown.with(WRONG_APP) : thrown;
	// Meta was not reached, or asks to wait: that is no refusal.
	if (thrown.meta.code === undefined || thrown.retry !== undefined) return thrown;
	const [what, fix] =
		step === 'account'
			? ['Meta did not subscribe the account to your app', ACCOUNT_PERMISSIONS[flavour]]
			: [
					'Meta does not let this app register its webhook by itself',
					`Set 'Registration' to Manual. ${DASHBOARD_STEPS[flavour]}`,
				];
	return thrown.with({ what, fix: `${fix}. (${thrown.message}. ${thrown.fix})` });
}

const WRONG_APP = {
	what: "Meta does not accept the credential's 'App ID' and 'App Secret'",
	fix: "Copy both from your Meta app under App settings > Basic. Where 'App Secret' holds several, the app's own goes first",
};

const ACCOUNT_PERMISSIONS: Readonly<Record<FlavourName, string>> = {
	instagramLogin:
		'Check that the token was created with the permission instagram_business_manage_messages, for comments also instagram_business_manage_comments',
	instagramPage:
		'Check that the token is that of the Page and was created with the permissions pages_manage_metadata and instagram_manage_messages, for comments also instagram_manage_comments',
	messenger:
		'Check that the token is that of the Page and was created with the permissions pages_manage_metadata and pages_messaging',
};

export const callbackTaken = (callbackUrl: string) =>
	new SvaraError(
		'invalid_input',
		`Your Meta app already delivers these webhooks to ${originOf(callbackUrl)}, and an app has only one address for them`,
		"Use an app of its own for this workflow, or switch on the option 'Replace Existing' to move the webhooks here",
	);

export const callbackIsLive = (callbackUrl: string) =>
	new SvaraError(
		'invalid_input',
		`Listening for a test event would cut off the live webhook at ${originOf(callbackUrl)}: an app has only one address for them`,
		'Publish the workflow and look at its executions instead, or test with a Meta app of its own',
	);

/** Only the origin: the path of somebody else's webhook may hold a secret. */
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'another URL');

export const secretMissing = () =>
	new SvaraError(
		'invalid_input',
		"'App Secret' is empty in the credential, so nobody could tell Meta's webhooks from forged ones",
		"Copy the app secret from your Meta app under App settings > Basic into the credential; or, behind a gateway that does not sign, switch on the option 'Allow Unsigned'",
	);

export const secretGivenAway = () =>
	new SvaraError(
		'invalid_input',
		"'Verify Token' is also an 'App Secret' of the credential, and with 'Handshake Reply' set to Verify Token Always anybody who opens the URL is told it",
		'Take the secret that your gateway signs with, which is another one, or choose another verify token',
	);

export const credentialNeedsItem = () =>
	new SvaraError(
		'invalid_input',
		'A field of the credential takes its value from an item, and the trigger starts before there is any',
		'Give the trigger a credential without $json, with the values themselves or $vars',
	);

export const fieldMissing = (field: string) =>
	new SvaraError(
		'invalid_input',
		`'${field}' is empty in the credential, and automatic registration needs it`,
		`Fill it in, or set 'Registration' to Manual`,
	);

export const notReachable = (callbackUrl: string) =>
	new SvaraError(
		'invalid_input',
		`Meta cannot reach ${originOf(callbackUrl)}: it takes only public https addresses`,
		'Set WEBHOOK_URL to the public https address of this n8n and restart it',
	);
