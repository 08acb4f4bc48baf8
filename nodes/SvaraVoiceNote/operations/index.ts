import * as account from './account';
import * as attachment from './attachment';
import * as conversation from './conversation';
import * as message from './message';
import type { Operation } from './operation';
import * as voiceNote from './voiceNote';

export { actionOf } from './action';
export { isRefusal } from './availability';
export type { Availability, Operation } from './operation';

/** What operations are sorted under. */
export interface Resource {
	value: string;
	name: string;
	/** The one the editor chooses first, then the others by name. */
	operations: readonly [Operation, ...Operation[]];
}

/** Every resource, the default one first. Its operations are what its folder's index exports. */
export const RESOURCES: readonly [Resource, ...Resource[]] = [
	resource('voiceNote', 'Voice Note', voiceNote, voiceNote.send),
	resource('message', 'Message', message, message.sendText),
	resource('attachment', 'Attachment', attachment, attachment.upload),
	resource('conversation', 'Conversation', conversation, conversation.getWindow),
	resource('account', 'Account', account, account.get),
];

export const findOperation = (resource: string, operation: string): Operation | undefined =>
	RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);

function resource(
	value: string,
	name: string,
	operations: Readonly<Record<string, Operation>>,
	first: Operation,
): Resource {
	const others = Object.values(operations)
		.filter((operation) => operation !== first)
		.sort(byName);
	return { value, name, operations: [first, ...others] };
}

/** Sorts as n8n's lists are sorted. */
function byName(a: { name: string }, b: { name: string }): number {
	return a.name.localeCompare(b.name, 'en');
}
