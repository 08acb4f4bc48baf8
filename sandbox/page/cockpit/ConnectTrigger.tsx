import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { LiveAccount, ShownDelivery } from '../../control/shown.js';
import type { ShownCredential, ShownEvents, ShownHandshake } from '../../control/shownCockpit.js';
import { control, Refused } from '../api.js';
import { DeliveryVerdict } from './DeliveryVerdict.js';
import { Handshake } from './Handshake.js';
import { useAccountId, useAnswer, useTask } from './hooks.js';
import { AccountPicker, Refusal, Section } from './parts.js';

interface Props {
	accounts: readonly LiveAccount[];
	credentials: readonly ShownCredential[];
	openId: string | undefined;
}

/** What one does in the App Dashboard: tells Meta where the trigger listens. */
export function ConnectTrigger({ accounts, credentials, openId }: Props): JSX.Element {
	const [accountId, choose] = useAccountId(openId, accounts[0]?.id);
	const account = accounts.find(({ id }) => id === accountId);
	return (
		<Section title="Connect a trigger">
			<AccountPicker accounts={accounts} value={accountId} onChoose={choose} />
			{account && (
				<Connection
					key={accountId}
					account={account}
					verifyToken={verifyTokenOf(credentials, accountId)}
				/>
			)}
		</Section>
	);
}

/** Behind a gateway the gateway's, which it does not let anybody choose. */
function verifyTokenOf(credentials: readonly ShownCredential[], accountId: string): string {
	const own = credentials.filter((each) => each.accountId === accountId);
	const credential = own.find(({ isGateway }) => isGateway) ?? own[0];
	return credential?.fields.find(({ name }) => name === 'verifyToken')?.value ?? '';
}

function Connection({
	account,
	verifyToken,
}: {
	account: LiveAccount;
	verifyToken: string;
}): JSX.Element {
	const { id, callback } = account;
	const [url, setUrl] = useState(callback?.url ?? '');
	const [chosenToken, setToken] = useState<string>();
	const [fields, setFields] = useState<readonly string[]>(callback?.fields ?? ['messages']);
	const [handshake, setHandshake] = useState<ShownHandshake>();
	const { run, isRunning, error } = useTask();
	const connect = async (): Promise<void> => {
		setHandshake(undefined);
		const body = { callbackUrl: url.trim(), verifyToken: chosenToken ?? verifyToken, fields };
		try {
			const answer = await control<{ handshake: ShownHandshake }>(
				'POST',
				`accounts/${id}/webhooks`,
				body,
			);
			setHandshake(answer.handshake);
		} catch (cause) {
			if (!(cause instanceof Refused) || cause.details.handshake === undefined) throw cause;
			setHandshake(cause.details.handshake as ShownHandshake);
		}
	};
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				run(connect);
			}}
		>
			<label class="field">
				<span>URL of Svara Trigger</span>
				<input
					type="url"
					required
					placeholder="http://localhost:5678/webhook/…"
					value={url}
					onInput={({ currentTarget }) => setUrl(currentTarget.value)}
				/>
			</label>
			<label class="field">
				<span>Verify Token</span>
				<input
					required
					value={chosenToken ?? verifyToken}
					onInput={({ currentTarget }) => setToken(currentTarget.value)}
				/>
			</label>
			<Events accountId={id} chosen={fields} onChoose={setFields} />
			<button class="action main" disabled={isRunning || fields.length === 0}>
				{isRunning ? 'Asking …' : 'Connect'}
			</button>
			{error && <Refusal error={error} />}
			{handshake && <Handshake handshake={handshake} />}
			{callback && <Connected account={account} />}
		</form>
	);
}

function Events({
	accountId,
	chosen,
	onChoose,
}: {
	accountId: string;
	chosen: readonly string[];
	onChoose: (fields: readonly string[]) => void;
}): JSX.Element {
	const all = useAnswer<ShownEvents[]>('webhook-events') ?? [];
	const events = all.find((each) => each.accountId === accountId)?.events ?? [];
	const kindsByField = new Map<string, string[]>();
	for (const { kind, field } of events) {
		kindsByField.set(field, [...(kindsByField.get(field) ?? []), wordsOf(kind)]);
	}
	return (
		<fieldset>
			<legend>Events</legend>
			{[...kindsByField].map(([field, kinds]) => (
				<label key={field} class="check">
					<input
						type="checkbox"
						checked={chosen.includes(field)}
						onChange={({ currentTarget: { checked } }) =>
							onChoose(checked ? [...chosen, field] : chosen.filter((each) => each !== field))
						}
					/>
					<span>
						{kinds.join(', ')} <code>{field}</code>
					</span>
				</label>
			))}
		</fieldset>
	);
}

/** `liveComment` as `Live comment`. */
const wordsOf = (kind: string): string =>
	kind.charAt(0).toUpperCase() +
	kind.slice(1).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function Connected({ account: { id, callback } }: { account: LiveAccount }): JSX.Element {
	const [delivery, setDelivery] = useState<ShownDelivery>();
	const { run, isRunning, error } = useTask();
	const send = (): void =>
		run(async () => {
			setDelivery(undefined);
			const field = callback?.fields[0] ?? 'messages';
			setDelivery(await control('POST', `accounts/${id}/webhooks/test`, { field }));
		});
	return (
		<div class="connected">
			<p>
				{callback?.isSwitchedOff ? 'Switched off by Meta' : 'Connected'}:{' '}
				<code>{callback?.url}</code>
			</p>
			<button type="button" class="action" disabled={isRunning} onClick={send}>
				Send a test event
			</button>
			{error && <Refusal error={error} />}
			{delivery && <DeliveryVerdict delivery={delivery} />}
		</div>
	);
}
