import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { ShownAnswer, ShownDelivery, ShownRequest } from '../../control/shown.js';
import { control } from '../api.js';
import { consequenceOf } from './DeliveryVerdict.js';
import { useTask } from './hooks.js';
import { CopyButton, Refusal } from './parts.js';

type Headers = Readonly<Record<string, string>>;

/** A request with everything that is known of it. */
export function RequestDetails({ request }: { request: ShownRequest }): JSX.Element {
	const { id, query, headers, body, files, answer, withoutFault, fault, outcome } = request;
	const [withToken, setWithToken] = useState(false);
	const asCurl = async (): Promise<string> => {
		const path = `requests/${id}/curl`;
		return (await control<{ curl: string }>('POST', path, { withToken })).curl;
	};
	return (
		<div class="details">
			<div class="buttons">
				<CopyButton text={asCurl}>Copy as curl</CopyButton>
				<label class="check">
					<input
						type="checkbox"
						checked={withToken}
						onChange={({ currentTarget }) => setWithToken(currentTarget.checked)}
					/>
					With the token
				</label>
			</div>
			{fault !== undefined && <p class="fault">Disturbed by: {fault}</p>}
			{Object.keys(query).length > 0 && <Text title="Query" text={pretty(query)} />}
			<Text title="Body" text={body === undefined ? 'Was not read' : pretty(body)} />
			{files.length > 0 && <Text title="Files" text={pretty(files)} />}
			<HeaderList headers={headers} />
			{answer === undefined ? (
				<Text title="Answer" text={ENDINGS[outcome]} />
			) : (
				<Answer
					title={outcome === 'truncated' ? 'Answer, of which half was sent' : 'Answer'}
					answer={answer}
				/>
			)}
			{withoutFault && <Answer title="What Meta would have said" answer={withoutFault} />}
			{fault !== undefined && !withoutFault && (
				<Text
					title="What Meta would have said"
					text="Not known: the call would have changed something."
				/>
			)}
		</div>
	);
}

const ENDINGS: Record<ShownRequest['outcome'], string> = {
	pending: 'Not answered yet',
	answered: '',
	reset: 'None: the connection was cut',
	truncated: 'Half of it was sent',
	aborted: 'None: the caller went away',
};

/** A webhook with everything that is known of it. */
export function DeliveryDetails({ delivery }: { delivery: ShownDelivery }): JSX.Element {
	const { id, url, headers, body, answer } = delivery;
	const { run, isRunning, error } = useTask();
	const asCurl = async (): Promise<string> =>
		(await control<{ curl: string }>('POST', `deliveries/${id}/curl`)).curl;
	return (
		<div class="details">
			<div class="buttons">
				<button
					type="button"
					class="small"
					disabled={isRunning}
					onClick={() => run(async () => void (await control('POST', `deliveries/${id}/again`)))}
				>
					Deliver again
				</button>
				<CopyButton text={asCurl}>Copy as curl</CopyButton>
			</div>
			{error && <Refusal error={error} />}
			<p>{consequenceOf(delivery)}</p>
			<Text title="Callback" text={url} />
			<Text title="Body" text={prettyJson(body)} />
			<HeaderList headers={headers} />
			{answer && <Text title="Answer" text={answer.body === '' ? '(empty)' : answer.body} />}
			{answer && <HeaderList headers={answer.headers} title="Headers of the answer" />}
		</div>
	);
}

function Answer({ title, answer }: { title: string; answer: ShownAnswer }): JSX.Element {
	return (
		<>
			<Text title={`${title}: ${answer.status}`} text={prettyJson(answer.body)} />
			<HeaderList headers={answer.headers} title="Headers of the answer" />
		</>
	);
}

function HeaderList({
	headers,
	title = 'Headers',
}: {
	headers: Headers;
	title?: string;
}): JSX.Element {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	return (
		<details>
			<summary>{title}</summary>
			<pre tabIndex={0}>{lines.join('\n')}</pre>
		</details>
	);
}

const Text = ({ title, text }: { title: string; text: string }): JSX.Element => (
	<>
		<h3>{title}</h3>
		<pre tabIndex={0}>{text}</pre>
	</>
);

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** JSON on several lines; anything else as it is. */
function prettyJson(text: string): string {
	try {
		return pretty(JSON.parse(text));
	} catch {
		return text;
	}
}
