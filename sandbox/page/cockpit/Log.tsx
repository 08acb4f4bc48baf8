import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { DeliveryDetails, RequestDetails } from './LogDetails.js';
import { logEntries, type LogEntry, type LogFilter } from './logEntries.js';
import type { PanelProps } from './panel.js';
import { AccountPicker } from './parts.js';

/** Entries drawn at first, and with each further press of the button. */
const PAGE = 50;

const KINDS: ReadonlyArray<[LogFilter['kind'], string]> = [
	['', 'Everything'],
	['request', 'Requests'],
	['webhook', 'Webhooks'],
];

const NOTHING = 'Nothing yet. What n8n asks of Meta, and what Meta tells n8n, appears here.';
const NOTHING_FITS = 'Nothing fits. Search for something else, or show everything.';

const isFiltered = ({ kind, accountId, text }: LogFilter): boolean =>
	[kind, accountId, text].some((each) => each !== '');

/** What came in and what went out, the newest first. */
export function Log({ picture }: PanelProps): JSX.Element {
	const [filter, setFilter] = useState<LogFilter>({ kind: '', accountId: '', text: '' });
	const [count, setCount] = useState(PAGE);
	const entries = logEntries(picture, filter);
	return (
		<section>
			<h2>Requests and webhooks</h2>
			<div class="filter">
				<label class="field">
					<span>Search</span>
					<input
						type="search"
						value={filter.text}
						onInput={({ currentTarget }) => setFilter({ ...filter, text: currentTarget.value })}
					/>
				</label>
				<label class="field">
					<span>Show</span>
					<select
						value={filter.kind}
						onChange={({ currentTarget }) =>
							setFilter({ ...filter, kind: currentTarget.value as LogFilter['kind'] })
						}
					>
						{KINDS.map(([value, label]) => (
							<option key={value} value={value}>
								{label}
							</option>
						))}
					</select>
				</label>
				<AccountPicker
					accounts={picture.accounts.values()}
					value={filter.accountId}
					onChoose={(accountId) => setFilter({ ...filter, accountId })}
					all="All accounts"
				/>
			</div>
			{entries.length === 0 && <p class="quiet">{isFiltered(filter) ? NOTHING_FITS : NOTHING}</p>}
			<ol class="log">
				{entries.slice(0, count).map((entry) => (
					<li key={entry.key}>
						<Entry entry={entry} />
					</li>
				))}
			</ol>
			{entries.length > count && (
				<button type="button" class="action" onClick={() => setCount(count + PAGE)}>
					Show more
				</button>
			)}
		</section>
	);
}

function Entry({ entry }: { entry: LogEntry }): JSX.Element {
	const [isOpen, setOpen] = useState(false);
	const { kind, at, method, target, status, isGood, durationMs, request, delivery } = entry;
	return (
		<details
			class="entry"
			open={isOpen}
			onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
		>
			<summary>
				<span class={`direction ${kind}`}>{kind === 'request' ? 'n8n → Meta' : 'Meta → n8n'}</span>
				<span class="called">
					<b>{method}</b> {target}
				</span>
				<span class={isGood ? 'status good' : 'status bad'}>{status}</span>
				<span class="quiet when">
					<time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleTimeString()}</time>
					{durationMs !== undefined && ` · ${Math.round(durationMs)} ms`}
					{request?.fault !== undefined && ` · ${request.fault}`}
					{delivery !== undefined && delivery.attempt > 1 && ` · attempt ${delivery.attempt}`}
				</span>
			</summary>
			{isOpen && request && <RequestDetails request={request} />}
			{isOpen && delivery && <DeliveryDetails delivery={delivery} />}
		</details>
	);
}
