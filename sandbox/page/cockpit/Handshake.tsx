import type { JSX } from 'preact';

import type { ShownHandshake } from '../../control/shownCockpit.js';

/** How Meta asked the trigger, what it answered, and what Meta makes of it. */
export function Handshake({ handshake }: { handshake: ShownHandshake }): JSX.Element {
	const { request, answer, durationMs, refusal } = handshake;
	return (
		<div class={refusal ? 'verdict bad' : 'verdict good'} role="status">
			<p>
				<strong>
					{refusal ? 'Meta would refuse this callback' : 'Meta accepts this callback'}
				</strong>
			</p>
			<dl class="exchange">
				<dt>Asked</dt>
				<dd>
					<code>
						{request.method} {request.url}
					</code>
				</dd>
				<dt>Answered</dt>
				<dd>
					<code>
						{answer === undefined
							? 'nothing'
							: `${answer.status} ${answer.body.slice(0, 200) || '(empty)'}`}
					</code>{' '}
					<span class="quiet">{Math.round(durationMs)} ms</span>
				</dd>
				{refusal && (
					<>
						<dt>Meta says</dt>
						<dd>{refusal.reason}</dd>
						<dt>What to do</dt>
						<dd>{refusal.fix}</dd>
					</>
				)}
			</dl>
		</div>
	);
}
