import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { LiveRecipient } from '../../control/shown.js';
import { actAs, control } from '../api.js';
import { useAccountId, useNow, useTask } from './hooks.js';
import type { PanelProps } from './panel.js';
import { AccountPicker, Refusal, Section } from './parts.js';
import { allowanceOf, duration } from './standing.js';

/** Below this the sandbox's time is the machine's. */
const NOTICEABLE_MS = 60_000;

const STEPS: ReadonlyArray<[label: string, step: object]> = [
	['1 hour passes', { hours: 1 }],
	['24 hours pass', { hours: 24 }],
	['7 days pass', { days: 7 }],
];

const UNITS = ['minutes', 'hours', 'days'] as const;

/** The sandbox's clock, and what it still allows with each customer. */
export function Time({ picture, thread }: PanelProps): JSX.Element {
	const { aheadMs } = picture.state;
	const now = useNow(aheadMs);
	const { run, isRunning, error } = useTask();
	const accounts = [...picture.accounts.values()];
	const [accountId, choose] = useAccountId(thread?.account.id, accounts[0]?.id);
	const pass = (step: object): void => run(() => control('POST', 'clock/advance', step));
	const people = [...picture.recipients.values()].filter((each) => each.accountId === accountId);
	return (
		<>
			<Section title="Clock">
				<p class="clock">
					<time dateTime={new Date(now).toISOString()}>{new Date(now).toLocaleString()}</time>
					<span class="quiet">
						{aheadMs < NOTICEABLE_MS
							? "The machine's own time"
							: `${duration(aheadMs)} ahead of the machine`}
					</span>
				</p>
				<div class="actions">
					{STEPS.map(([label, step]) => (
						<button
							key={label}
							type="button"
							class="action"
							disabled={isRunning}
							onClick={() => pass(step)}
						>
							{label}
						</button>
					))}
				</div>
				<CustomStep onPass={pass} isDisabled={isRunning} />
				{error && <Refusal error={error} />}
			</Section>
			<Section title="What may be sent">
				<AccountPicker accounts={accounts} value={accountId} onChoose={choose} />
				<ul class="people">
					{people.map((person) => (
						<Person key={person.key} person={person} now={now} />
					))}
				</ul>
			</Section>
		</>
	);
}

function CustomStep({
	onPass,
	isDisabled,
}: {
	onPass: (step: object) => void;
	isDisabled: boolean;
}): JSX.Element {
	const [amount, setAmount] = useState('30');
	const [unit, setUnit] = useState<string>(UNITS[0]);
	return (
		<form
			class="inline"
			onSubmit={(event) => {
				event.preventDefault();
				onPass({ [unit]: Number(amount) });
			}}
		>
			<input
				type="number"
				min="1"
				max="100000"
				required
				aria-label="How much time passes"
				value={amount}
				onInput={({ currentTarget }) => setAmount(currentTarget.value)}
			/>
			<select
				aria-label="Unit of time"
				value={unit}
				onChange={({ currentTarget }) => setUnit(currentTarget.value)}
			>
				{UNITS.map((each) => (
					<option key={each}>{each}</option>
				))}
			</select>
			<button class="action" disabled={isDisabled}>
				Let it pass
			</button>
		</form>
	);
}

function Person({ person, now }: { person: LiveRecipient; now: number }): JSX.Element {
	const { run, isRunning, error } = useTask();
	const { state, text } = allowanceOf(person, now);
	const change = (changes: object): void =>
		run(() => control('POST', `recipients/${person.id}`, changes));
	const writesAgain = (): void =>
		run(() => actAs(person.id, { act: 'writes', text: 'Hello again!' }));
	return (
		<li>
			<div class="pair">
				<strong>{person.name}</strong>
				<button
					type="button"
					class="small"
					aria-label={`${person.name} writes again`}
					disabled={isRunning}
					onClick={writesAgain}
				>
					Writes again
				</button>
			</div>
			<p class={`allowance ${state}`}>{text}</p>
			<label class="check">
				<input
					type="checkbox"
					checked={!person.isAvailable}
					onChange={({ currentTarget }) => change({ isAvailable: !currentTarget.checked })}
				/>
				Blocked the account
			</label>
			<label class="check">
				<input
					type="checkbox"
					checked={person.threadOwner === 'otherApp'}
					onChange={({ currentTarget: { checked } }) =>
						change({ threadOwner: checked ? 'otherApp' : 'thisApp' })
					}
				/>
				Another app is in charge
			</label>
			{error && <Refusal error={error} />}
		</li>
	);
}
