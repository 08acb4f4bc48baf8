import { setImmediate } from 'node:timers/promises';

import type { INodeExecutionData, OnError } from 'n8n-workflow';

import type { FaultEffect, Recipient, Sandbox } from '../../sandbox';
import type { EngineRun, RunOptions } from '../engine/harness';
import { MOMENTS, WIRE_FAULTS, type PlannedFault } from '../tls/tlsProxy';
import type { Dice } from './campaign';

/** One item of an attacked execution. */
export interface AttackedItem {
	/** A voice note's own: that is how it is told from others. */
	recipient: Recipient;
	/** Stands in no other message; a voice note has none. */
	text?: string;
	key?: string;
}

/** An execution to be run under faults, as the dice have it. */
export interface AttackedExecution {
	id: string;
	sends: 'text' | 'voiceNote';
	items: AttackedItem[];
	disclosure?: string;
	onError?: OnError;
	maxTries: number;
	maxRetries: number;
	/** Ends the execution after so many turns of the event loop. */
	cancelAfterTurns?: number;
	timeoutMs?: number;
	/** Whether a second execution has the same items, each with its key. */
	isRepeated: boolean;
}

const ON_ERROR: ReadonlyArray<OnError | undefined> = [
	undefined,
	'continueRegularOutput',
	'continueErrorOutput',
];

export function planExecution(id: string, dice: Dice, sandbox: Sandbox): AttackedExecution {
	const account = sandbox.accounts.messenger;
	const shared = Array.from({ length: 2 }, () => sandbox.addRecipient(account));
	const isRepeated = dice.percent(30);
	const sends = dice.percent(15) ? 'voiceNote' : 'text';
	const item = (index: number): AttackedItem => {
		const name = `${id}.${index}`;
		const key = isRepeated || dice.percent(30) ? { key: name } : {};
		if (sends === 'voiceNote') return { recipient: sandbox.addRecipient(account), ...key };
		return { recipient: dice.pick(shared), text: `note ${name}.`, ...key };
	};
	const onError = dice.pick(ON_ERROR);
	return {
		id,
		sends,
		items: Array.from({ length: 1 + dice.below(4) }, (_, index) => item(index)),
		...(dice.percent(30) ? { disclosure: `disclosure ${id}.` } : {}),
		...(onError ? { onError } : {}),
		maxTries: 1 + dice.below(3),
		maxRetries: dice.below(3),
		...(dice.percent(20) ? { cancelAfterTurns: dice.below(400) } : {}),
		...(dice.percent(10) ? { timeoutMs: 1 + dice.below(300) } : {}),
		isRepeated,
	};
}

/** How long a slow answer takes. */
export const SLOW_MS = 30;

/** What Meta may do to a POST, all without a pause that an attack would have to sit out. */
export const EFFECTS: readonly FaultEffect[] = [
	'deliver-then-500',
	{ kind: 'deliver-then-500', body: 'graph' },
	'deliver-then-reset',
	'deliver-without-id',
	'truncate-response',
	'reset-before-reading',
	'deliver-slowly',
	{ kind: 'slow-then-error', error: { code: 551 } },
	{ error: { code: 551 } },
	{ error: { code: 100, subcode: 2018074 } },
	{ error: { code: 2, isTransient: true } },
	{ error: { code: 1, subcode: 1357046, status: 500 } },
	{ response: { status: 502, body: '<html>Bad gateway</html>' } },
	{ response: { status: 200, body: '' } },
];

/** Plants up to two faults on the POSTs to this execution's customers. */
export function plantFaults({ items }: AttackedExecution, dice: Dice, sandbox: Sandbox): void {
	for (let count = dice.below(3); count > 0; count--) {
		const { recipient } = dice.pick(items);
		const effect = dice.pick(EFFECTS);
		const fault = sandbox.faults.add({
			path: /\/messages$/,
			// What strikes before the body was read cannot ask for whom it is.
			...(effect === 'reset-before-reading'
				? {}
				: {
						when: ({ body }) =>
							(body?.recipient as { id?: string } | undefined)?.id === recipient.id,
					}),
			times: 1 + dice.below(2),
			effect,
		});
		// A slow answer comes a little later; the others do not wait for this.
		void fault.reached.then(() => setTimeout(() => fault.release(), SLOW_MS).unref());
	}
}

export const wireFault = (dice: Dice): PlannedFault | undefined =>
	dice.percent(12) ? { fault: dice.pick(WIRE_FAULTS), moment: dice.pick(MOMENTS) } : undefined;

/** The options that end a run early, as planned. */
export function endEarly({ cancelAfterTurns, timeoutMs }: AttackedExecution): RunOptions {
	if (cancelAfterTurns === undefined) return timeoutMs ? { timeoutMs } : {};
	const cancel = new AbortController();
	void (async () => {
		for (let turn = 0; turn < cancelAfterTurns; turn++) await setImmediate();
		cancel.abort();
	})();
	return { cancel: cancel.signal };
}

/** What a run says of an item: `sent`, `skipped`, or how certain a failure is. */
export type Report = 'sent' | 'skipped' | 'no' | 'unknown';

/** By the item's index; items of which nothing is said are absent. */
export function reportsOf(run: EngineRun): Map<number, Report> {
	const reports = new Map<number, Report>();
	for (const { json, pairedItem } of run.outputs('Voice').flat()) {
		const details = json.errorDetails as { delivered: Report } | undefined;
		reports.set(indexIn(pairedItem), details?.delivered ?? (json.status as Report));
	}
	const context = (run.error as { context?: ErrorContext } | undefined)?.context;
	if (context?.errorDetails && context.itemIndex !== undefined) {
		reports.set(context.itemIndex, context.errorDetails.delivered);
	}
	return reports;
}

interface ErrorContext {
	itemIndex?: number;
	errorDetails?: { delivered: Report };
}

const indexIn = (pairedItem: INodeExecutionData['pairedItem']): number =>
	(pairedItem as { item: number }).item;
