import type { DeliveredMessage } from '../../../sandbox';
import type { Message } from './plan';

/** What is wrong with what was said of the messages, by what reached the customers; a sentence each. */
export function faultsIn(
	messages: readonly Message[],
	delivered: readonly DeliveredMessage[],
): string[] {
	const arrivalsOf = byMessage(delivered);
	return messages.flatMap((message) => {
		const wrong = wrongWith(message, arrivalsOf(message));
		return wrong ? [`${message.key} ${wrong} (reports: ${JSON.stringify(message.reports)})`] : [];
	});
}

/** Which messages have arrived. */
export function arrivedOf(
	messages: readonly Message[],
	delivered: readonly DeliveredMessage[],
): Message[] {
	const arrivalsOf = byMessage(delivered);
	return messages.filter((message) => arrivalsOf(message).length > 0);
}

function byMessage(delivered: readonly DeliveredMessage[]) {
	const nameOf = (to: string, text = '') => `${to} ${text}`;
	const arrivals = new Map<string, DeliveredMessage[]>();
	for (const message of delivered) {
		const name = nameOf(message.recipientId, message.text);
		arrivals.set(name, [...(arrivals.get(name) ?? []), message]);
	}
	return ({ to, text }: Message) => arrivals.get(nameOf(to, text)) ?? [];
}

function wrongWith({ reports }: Message, arrivals: DeliveredMessage[]): string | undefined {
	const [arrival] = arrivals;
	if (arrivals.length > 1) return `arrived ${arrivals.length} times`;
	const said = reports.map((report) => (report === 'killed' ? report : report.said));
	if (!arrival && (said.includes('sent') || said.includes('skipped'))) {
		return 'was reported as sent, and did not arrive';
	}
	// Another execution's failure is no word on it, but somebody must have left it open.
	if (arrival && said.every((each) => each === 'no')) return 'arrived, and was reported as failed';
	const isAnother = reports.some(
		(report) => report !== 'killed' && report.messageId && report.messageId !== arrival?.messageId,
	);
	return isAnother ? "was reported with another message's id" : undefined;
}

/** What was said of a message last. */
export function lastWord({ reports }: Message) {
	const last = reports.at(-1);
	return last === 'killed' ? last : last?.said;
}
