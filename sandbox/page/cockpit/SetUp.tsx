import type { JSX } from 'preact';

import type { LiveAccount } from '../../control/shown.js';
import type { ShownCredential } from '../../control/shownCockpit.js';
import { control } from '../api.js';
import { ConnectTrigger } from './ConnectTrigger.js';
import { CredentialCard } from './CredentialCard.js';
import { useAnswer, useTask } from './hooks.js';
import type { PanelProps } from './panel.js';
import { CopyButton, Refusal, Section } from './parts.js';

/** Everything that goes into n8n, and everything that the terminal says. */
export function SetUp({ picture, thread }: PanelProps): JSX.Element {
	const accounts = [...picture.accounts.values()];
	const credentials = useAnswer('credentials', JSON.stringify(accounts)) ?? [];
	const firstId = thread?.account.id ?? accounts[0]?.id;
	return (
		<>
			<Section title="Credentials for n8n">
				{credentials.map((credential) => (
					<CredentialCard
						key={`${credential.accountId} ${credential.isGateway}`}
						credential={credential}
						people={[...picture.recipients.values()].filter(
							({ accountId }) => accountId === credential.accountId,
						)}
						isOpen={credential.accountId === firstId}
					/>
				))}
			</Section>
			<ConnectTrigger accounts={accounts} credentials={credentials} openId={firstId} />
			<Gateways accounts={accounts} credentials={credentials} />
			<Terminal />
		</>
	);
}

/** Puts accounts behind HookMyApp's gateway, and takes it away again. */
function Gateways({
	accounts,
	credentials,
}: {
	accounts: readonly LiveAccount[];
	credentials: readonly ShownCredential[];
}): JSX.Element {
	const { run, isRunning, error } = useTask();
	const isBehind = (id: string): boolean =>
		credentials.some(({ accountId, isGateway }) => isGateway && accountId === id);
	return (
		<Section title="Through HookMyApp">
			<p class="quiet">
				An account behind the gateway gets a credential of its own, and its webhooks are signed with
				the gateway's header. Connect the trigger once more after each change.
			</p>
			{accounts.map(({ id, name }) => (
				<label key={id} class="check">
					<input
						type="checkbox"
						checked={isBehind(id)}
						disabled={isRunning}
						onChange={({ currentTarget: { checked } }) =>
							run(() => control(checked ? 'POST' : 'DELETE', `accounts/${id}/gateway`))
						}
					/>
					{name}
				</label>
			))}
			{error && <Refusal error={error} />}
		</Section>
	);
}

function Terminal(): JSX.Element {
	const commands = useAnswer('commands') ?? [];
	const { run, isRunning, error } = useTask();
	const startOver = (): void => {
		if (!window.confirm('Forget all messages, faults and connections?')) return;
		run(() => control('POST', 'reset'));
	};
	return (
		<Section title="From a terminal">
			<details>
				<summary>The same with curl</summary>
				<ul class="commands">
					{commands.map(({ what, command }) => (
						<li key={what}>
							<div class="pair">
								<span>{what}</span>
								<CopyButton of={`the command: ${what}`} text={command} />
							</div>
							<pre tabIndex={0}>{command}</pre>
						</li>
					))}
				</ul>
			</details>
			<button type="button" class="action" disabled={isRunning} onClick={startOver}>
				Start over
			</button>
			{error && <Refusal error={error} />}
		</Section>
	);
}
