import type { JSX } from 'preact';

import type { LiveRecipient } from '../../control/shown.js';
import type { ShownCredential } from '../../control/shownCockpit.js';
import { CopyButton, FLAVOUR_NAMES } from './parts.js';
import { standingOf } from './standing.js';

/** What makes each token one that Meta does not take. */
const TOKEN_STATES: Readonly<Record<string, string>> = {
	valid: 'Valid',
	expired: 'Expired',
	passwordChanged: 'Ended by a new password',
	revoked: 'App removed by the account',
	wrongHost: "Of the other host's login",
	missingPermission: 'Without the permission to message',
	roleLost: 'Its maker lost the role on the Page',
};

/** Everything that n8n's credential for an account asks for, field by field. */
export function CredentialCard({
	credential,
	people,
	isOpen,
}: {
	credential: ShownCredential;
	people: readonly LiveRecipient[];
	isOpen: boolean;
}): JSX.Element {
	const { title, type, name, flavour, fields, tokens } = credential;
	const app = flavour === 'messenger' ? 'messenger' : 'instagram';
	return (
		<details class="card" open={isOpen}>
			<summary>
				<strong class={app}>{title}</strong>
				<span class="quiet">
					{name} · n8n credential “{type}”
				</span>
			</summary>
			<dl>
				{fields.map(({ name: key, label, value }) => (
					<Row key={key} label={label} value={value} card={title} />
				))}
			</dl>
			<details>
				<summary>Recipients</summary>
				<dl>
					{people.map((person) => (
						<Row
							key={person.id}
							label={`${person.name}, ${standingOf(person)}`}
							value={person.id}
							card={FLAVOUR_NAMES[flavour]}
						/>
					))}
				</dl>
			</details>
			{!credential.isGateway && (
				<details>
					<summary>Tokens that Meta refuses</summary>
					<dl>
						{Object.entries(tokens)
							.filter(([state]) => state !== 'valid')
							.map(([state, value]) => (
								<Row key={state} label={TOKEN_STATES[state] ?? state} value={value} card={title} />
							))}
					</dl>
				</details>
			)}
		</details>
	);
}

function Row({ label, value, card }: { label: string; value: string; card: string }): JSX.Element {
	return (
		<div class="line">
			<dt>{label}</dt>
			<dd>
				<code>{value}</code>
				<CopyButton of={`${label} of ${card}`} text={value} />
			</dd>
		</div>
	);
}
