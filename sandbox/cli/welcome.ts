import type { Flavour, Recipient, Sandbox, SandboxAccount } from '..';
import { commandsOf } from '../control/commands';
import { credentialsOf } from '../control/credentials';

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
	const flavours = Object.keys(sandbox.accounts) as Flavour[];
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
	const account = sandbox.accounts[flavour];
	const reach = { baseUrl: sandbox.baseUrl, world: { origin: sandbox.url } };
	const credentials = credentialsOf(reach, account).map(({ title, fields }) =>
		[
			`== Credential: ${title}`,
			...fields.map(({ label, value }) => `  ${label.padEnd(18)} ${value}`),
		].join('\n'),
	);
	const people = Object.entries(REMARKS).map(([role, remark]) => {
		const recipient: Recipient = account.recipients[role as keyof typeof REMARKS];
		return `    ${recipient.id}  ${recipient.name}, ${remark}`;
	});
	return ['', ...credentials, '  Recipients', ...people].join('\n');
}

function describeControls({ url, controlToken }: Sandbox): string {
	return [
		'',
		'== From a terminal',
		`  auth='Authorization: Bearer ${controlToken}'`,
		...commandsOf(url).flatMap(({ what, command }) => [
			`  ${what}:`,
			`    ${command.replaceAll(' \\\n ', '')}`,
		]),
		'',
	].join('\n');
}
