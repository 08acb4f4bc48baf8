import type { JSX } from 'preact';

import type { ShownDelivery } from '../../control/shown.js';

/** Whether Meta counts a webhook as delivered, as it counts everything from 200 to 299. */
export const isAccepted = ({ status = 0 }: ShownDelivery): boolean => status >= 200 && status < 300;

/** What Meta does next. Source: Meta, "Webhooks for the Messenger Platform" and "Instagram webhooks". */
export function consequenceOf(delivery: ShownDelivery): string {
	if (isAccepted(delivery)) return 'Meta counts it as delivered.';
	const reason =
		delivery.status === undefined
			? `No answer came (${delivery.failure ?? 'the connection broke'})`
			: `The answer was ${delivery.status}`;
	return `${reason}, so Meta delivers the event again, at once and then ever more rarely, until it gives up.`;
}

/** What came of one delivery. */
export function DeliveryVerdict({ delivery }: { delivery: ShownDelivery }): JSX.Element {
	const { status, durationMs, answer } = delivery;
	return (
		<div class={isAccepted(delivery) ? 'verdict good' : 'verdict bad'} role="status">
			<p>
				<strong>{status ?? 'No answer'}</strong>{' '}
				<span class="quiet">{Math.round(durationMs)} ms</span>
			</p>
			<p>{consequenceOf(delivery)}</p>
			{answer !== undefined && answer.body !== '' && <pre tabIndex={0}>{answer.body}</pre>}
		</div>
	);
}
