import { curlCommand } from './curl';
import type { Handler } from './handler';
import type { ShownCommand } from './shownCockpit';

/** What one does from a terminal: in words, and as a control call. Words in capitals are to be filled in. */
const COMMANDS: ReadonlyArray<[what: string, path: string, body?: object]> = [
	[
		'Deliver the next message, then answer 500',
		'faults',
		{ path: '/messages$', effect: 'deliver-then-500' },
	],
	[
		'Refuse the next three as Meta does when busy',
		'faults',
		{ path: '/messages$', times: 3, effect: { error: { code: 613 } } },
	],
	['Let a token expire', 'faults', { preset: 'token-expired', accountId: 'ACCOUNT_ID' }],
	['Let a day pass, so that every window closes', 'clock/advance', { hours: 24 }],
	['Let a customer open theirs again', 'recipients/RECIPIENT_ID', { wrote: true }],
	['Let a customer write', 'recipients/RECIPIENT_ID/acts', { act: 'writes', text: 'Hi' }],
	[
		'Let a callback hear of it',
		'accounts/ACCOUNT_ID/webhooks',
		{ callbackUrl: 'http://127.0.0.1:5678/webhook/…', verifyToken: '…' },
	],
	['Read every account, with tokens in every broken state', 'accounts'],
	['List all calls', 'help'],
	['Start over', 'reset', {}],
];

/**
 * The commands, which find `Authorization: Bearer …` with the control token in the variable `auth`.
 * @param origin of the sandbox: `http://host:port`
 */
export const commandsOf = (origin: string): ShownCommand[] =>
	COMMANDS.map(([what, path, body]) => {
		const url = `${origin}/_sandbox/${path}`;
		const command =
			body === undefined
				? curlCommand({ method: 'GET', url, headers: {} })
				: curlCommand({
						method: 'POST',
						url,
						headers: { 'content-type': 'application/json' },
						body: JSON.stringify(body),
					});
		return { what, command: command.replace('curl', 'curl -H "$auth"') };
	});

export const showCommands: Handler<ShownCommand[]> = ({ world }) => commandsOf(world.origin);
