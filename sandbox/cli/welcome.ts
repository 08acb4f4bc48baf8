import type { Flavour, Recipient, Sandbox, SandboxAccount } from '..';

/** The name and the fields of the n8n credential that reaches each flavour. */
const CREDENTIALS: Record<
	Flavour,
	{ title: string; fields: (account: SandboxAccount) => ReadonlyArray<[string, string]> }
> = {
	instagramLogin: {
		title: 'Instagram, Login Type "Instagram"',
		fields: ({ tokens, igUserId }) => [
			['Access Token', tokens.valid],
			['Instagram User ID', igUserId],
		],
	},
	instagramPage: {
		title: 'Instagram, Login Type "Facebook"',
		fields: ({ tokens, igUserId, pageId }) => [
			['Access Token', tokens.valid],
			['Instagram User ID', igUserId],
			['Page ID', pageId],
		],
	},
	messenger: {
		title: 'Messenger',
		fields: ({ tokens, pageId }) => [
			['Page Access Token', tokens.valid],
			['Page ID', pageId],
		],
	},
};

/** What to say about a seeded person beside the id. */
const REMARKS: Partial<Record<keyof SandboxAccount['recipients'], string>> = {
	open: 'wrote an hour ago',
	windowClosed: 'wrote 30 hours ago: window closed, a human agent may still write',
	windowLongClosed: 'wrote 8 days ago',
	unavailable: 'blocked the account',
	ownedByOtherApp: 'another app owns the thread',
};

/** What the terminal shows at the start: the page, what goes into credentials, and what else there is to do. */
export function welcome(sandbox: Sandbox, hints: readonly string[]): string {
	const flavours = Object.keys(CREDENTIALS) as Flavour[];
	return [
		'',
		`The sandbox is listening. Watch the conversations at ${sandbox.pageUrl}`,
		...flavours.map((flavour) => describeCredential(sandbox, flavour)),
		describeControls(sandbox),
		...hints,
		'Press Ctrl+C to stop.',
		'',
	].join('\n');
}

function describeCredential(sandbox: Sandbox, flavour: Flavour): string {
	const { title, fields } = CREDENTIALS[flavour];
	const account = sandbox.accounts[flavour];
	const pairs = [
		...fields(account),
		['App ID', account.appId] as const,
		['App Secret', account.appSecret] as const,
		['Base URL', sandbox.baseUrl(flavour)] as const,
	];
	const people = Object.entries(REMARKS).map(([role, remark]) => {
		const recipient: Recipient = account.recipients[role as keyof typeof REMARKS];
		return `    ${recipient.id}  ${recipient.name}, ${remark}`;
	});
	return [
		'',
		`== Credential: ${title}`,
		...pairs.map(([name, value]) => `  ${name.padEnd(18)} ${value}`),
		'  Recipients',
		...people,
	].join('\n');
}

function describeControls({ url, controlToken }: Sandbox): string {
	const post = (path: string, body: string): string =>
		`  curl -X POST -H "$auth" -H 'content-type: application/json' ${url}/_sandbox/${path} -d '${body}'`;
	return [
		'',
		'== Break things',
		`  auth='Authorization: Bearer ${controlToken}'`,
		'  Deliver the next message, then answer 500:',
		post('faults', '{"path":"/messages$","effect":"deliver-then-500"}'),
		'  Refuse the next three as Meta does when busy:',
		post('faults', '{"path":"/messages$","times":3,"effect":{"error":{"code":613}}}'),
		'  Let a day pass, so that every window closes (and a customer open theirs again):',
		post('clock/advance', '{"hours":24}'),
		post('recipients/RECIPIENT_ID', '{"wrote":true}'),
		'  Let a customer write (or use the box on the page), and hear of it at a callback:',
		post('recipients/RECIPIENT_ID/acts', '{"act":"writes","text":"Hi"}'),
		post(
			'accounts/ACCOUNT_ID/webhooks',
			'{"callbackUrl":"http://127.0.0.1:5678/webhook/…","verifyToken":"…"}',
		),
		'  Tokens in every broken state, and everything else:',
		`  curl -H "$auth" ${url}/_sandbox/accounts`,
		`  curl -H "$auth" ${url}/_sandbox/help`,
		'  Start over:',
		post('reset', '{}'),
		'',
	].join('\n');
}
