import { parseArgs } from 'node:util';

import { startSandbox, type Flavour, type Recipient, type Sandbox, type SandboxAccount } from '.';

/** A fixed port by default, so that a credential saved in n8n keeps its Base URL. */
const DEFAULT_PORT = 8026;

const HELP = `Usage: npm run sandbox -- [--port ${DEFAULT_PORT}] [--host 127.0.0.1]

A local stand-in for Instagram and Messenger: accounts, customers, and Meta's rules.
  --port   port to listen on; 0 takes a free one
  --host   address to listen on; 0.0.0.0 lets an n8n in a container reach it
`;

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

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: String(DEFAULT_PORT) },
			host: { type: 'string', default: '127.0.0.1' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return;
	}
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > 65535) {
		throw new Error(`--port must be a number from 0 to 65535, not "${values.port}"`);
	}
	const sandbox = await startSandbox({ port, host: values.host });
	process.stdout.write(welcome(sandbox));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.close());
	}
}

function welcome(sandbox: Sandbox): string {
	const flavours = Object.keys(CREDENTIALS) as Flavour[];
	return [
		'',
		`The sandbox is listening. Watch the conversations at ${sandbox.pageUrl}`,
		...flavours.map((flavour) => describeCredential(sandbox, flavour)),
		describeControls(sandbox),
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

main().catch((cause: unknown) => {
	const { code, message } = cause as NodeJS.ErrnoException;
	const explanation =
		code === 'EADDRINUSE'
			? 'That port is taken. Stop what uses it, or choose another with --port.'
			: message;
	process.stderr.write(`The sandbox did not start. ${explanation}\n`);
	process.exitCode = 1;
});
