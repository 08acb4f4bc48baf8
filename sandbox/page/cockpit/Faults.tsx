import type { JSX } from 'preact';

import type { LiveAccount, ShownFault } from '../../control/shown.js';
import type { ShownFaultPreset } from '../../control/shownCockpit.js';
import { control } from '../api.js';
import { useAccountId, useAnswer, useTask } from './hooks.js';
import type { PanelProps } from './panel.js';
import { AccountPicker, Refusal, Section } from './parts.js';

const GROUPS: Record<ShownFaultPreset['group'], string> = {
	unclear: 'Nobody knows whether it arrived',
	busy: 'Meta is busy or down',
	account: 'Meta refuses the account',
	customer: 'Meta refuses the customer',
	file: 'Meta refuses the file',
};

/** What can go wrong, one click each, and what is set to go wrong. */
export function Faults({ picture, thread }: PanelProps): JSX.Element {
	const accounts = [...picture.accounts.values()];
	const [accountId, choose] = useAccountId(thread?.account.id, accounts[0]?.id);
	const account = picture.accounts.get(accountId);
	const presets = useAnswer('faults/presets') ?? [];
	const { run, error } = useTask();
	const arm = (preset: string): void => run(() => control('POST', 'faults', { preset, accountId }));
	const app = account?.flavour === 'messenger' ? 'messenger' : 'instagram';
	return (
		<>
			<Armed faults={picture.state.faults} />
			<Section title="Break something">
				<AccountPicker accounts={accounts} value={accountId} onChoose={choose} />
				{error && <Refusal error={error} />}
				{(Object.keys(GROUPS) as Array<ShownFaultPreset['group']>).map((group) => (
					<div key={group}>
						<h3>{GROUPS[group]}</h3>
						<ul class="presets">
							{presets
								.filter((preset) => preset.group === group)
								.map((preset) => (
									<li key={preset.name}>
										<button type="button" class="preset" onClick={() => arm(preset.name)}>
											<strong>{preset.title}</strong>
											<span>{preset.meets}</span>
											<span class="quiet">
												<code>{preset.errorCode[app] ?? 'no error'}</code> ·{' '}
												{preset.times === null
													? 'until removed'
													: preset.times === 1
														? 'once'
														: `${preset.times} times`}
											</span>
										</button>
									</li>
								))}
						</ul>
					</div>
				))}
			</Section>
			{account && <Switches account={account} />}
		</>
	);
}

function Armed({ faults }: { faults: readonly ShownFault[] }): JSX.Element {
	const { run, isRunning, error } = useTask();
	const ask = (method: 'POST' | 'DELETE', path: string): void => run(() => control(method, path));
	return (
		<Section title="Set to go wrong">
			<div role="status">
				{faults.length === 0 && (
					<p class="quiet">Nothing. Every call is answered by Meta's rules.</p>
				)}
				<ul class="armed">
					{faults.map((fault) => (
						<li key={fault.id}>
							<div>
								<strong>{fault.label}</strong>
								<span class="quiet">{standingOf(fault)}</span>
							</div>
							{fault.isHolding && (
								<button
									type="button"
									class="small"
									disabled={isRunning}
									onClick={() => ask('POST', `faults/${fault.id}/release`)}
								>
									Answer now
								</button>
							)}
							<button
								type="button"
								class="small"
								aria-label={`Remove ${fault.label}`}
								disabled={isRunning}
								onClick={() => ask('DELETE', `faults/${fault.id}`)}
							>
								Remove
							</button>
						</li>
					))}
				</ul>
			</div>
			{faults.length > 1 && (
				<button
					type="button"
					class="action"
					disabled={isRunning}
					onClick={() => ask('DELETE', 'faults')}
				>
					Remove all
				</button>
			)}
			{error && <Refusal error={error} />}
		</Section>
	);
}

function standingOf({ hits, timesLeft }: ShownFault): string {
	const struck =
		hits === 0 ? 'Has not struck yet' : `Struck ${hits} ${hits === 1 ? 'call' : 'calls'}`;
	if (timesLeft === 0) return `${struck}, used up`;
	return `${struck}, ${timesLeft === null ? 'until removed' : `${timesLeft} to come`}`;
}

const SWITCHES: ReadonlyArray<[key: keyof LiveAccount, label: string]> = [
	['hasAdvancedAccess', 'The app may write to everybody (Advanced Access)'],
	['hasHumanAgent', 'The app may use the tag Human Agent'],
	['hasConversationRouting', 'Conversation routing is on'],
	['isLinkedToInstagram', 'The Page is linked to an Instagram account'],
	['allowsMessageAccess', 'The account lets apps read and send its messages'],
	['allowsSeveralImages', 'Several images may go into one message'],
];

/** What lasts: the account's own state, by which Meta's rules answer. */
function Switches({ account }: { account: LiveAccount }): JSX.Element {
	const { run, error } = useTask();
	return (
		<Section title="What the account has">
			{SWITCHES.map(([key, label]) => (
				<label key={key} class="check">
					<input
						type="checkbox"
						checked={account[key] === true}
						onChange={({ currentTarget: { checked } }) =>
							run(() => control('POST', `accounts/${account.id}`, { [key]: checked }))
						}
					/>
					{label}
				</label>
			))}
			{error && <Refusal error={error} />}
		</Section>
	);
}
