import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { LiveAccount } from '../../control/shown.js';
import { copy } from '../clipboard.js';

const COPIED_MS = 1500;

/**
 * Copies a text.
 * @param of what it copies, where many such buttons stand, for those who do not see what stands beside it
 */
export function CopyButton({
	of: what,
	text,
	children = 'Copy',
}: {
	of?: string;
	text: string | (() => Promise<string>);
	children?: string;
}): JSX.Element {
	const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
	const show = (next: 'done' | 'failed'): void => {
		setState(next);
		setTimeout(() => setState('idle'), COPIED_MS);
	};
	const start = async (): Promise<void> => {
		await copy(typeof text === 'string' ? text : await text());
	};
	return (
		<button
			type="button"
			class="small"
			aria-label={state === 'idle' && what !== undefined ? `${children} ${what}` : undefined}
			onClick={() =>
				void start().then(
					() => show('done'),
					() => show('failed'),
				)
			}
		>
			<span aria-live="polite">
				{state === 'idle' ? children : state === 'done' ? 'Copied' : 'Not copied'}
			</span>
		</button>
	);
}

export function AccountPicker({
	accounts,
	value,
	onChoose,
	all,
}: {
	accounts: Iterable<LiveAccount>;
	value: string;
	onChoose: (id: string) => void;
	/** What the choice of none is called, if there is one. */
	all?: string;
}): JSX.Element {
	return (
		<label class="field">
			<span>Account</span>
			<select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
				{all !== undefined && <option value="">{all}</option>}
				{[...accounts].map(({ id, name, flavour }) => (
					<option key={id} value={id}>
						{name} ({FLAVOUR_NAMES[flavour]})
					</option>
				))}
			</select>
		</label>
	);
}

export const FLAVOUR_NAMES: Record<LiveAccount['flavour'], string> = {
	instagramLogin: 'Instagram login',
	instagramPage: 'Instagram by Facebook login',
	messenger: 'Messenger',
};

/** A part of a panel, with a heading. */
export function Section({
	title,
	children,
}: {
	title: string;
	children: ComponentChildren;
}): JSX.Element {
	return (
		<section>
			<h2>{title}</h2>
			{children}
		</section>
	);
}

/** What the sandbox says against something that was asked. */
export const Refusal = ({ error }: { error: string }): JSX.Element => (
	<p class="refusal" role="alert">
		{error}
	</p>
);
