import type { INodeProperties } from 'n8n-workflow';

import type { FlavourName } from '../../../lib/graph';
import type { Call, Posting, RecipientCall, Sending } from '../execution/call';
import type { Output } from '../execution/executeItems';
import type { Item } from '../parameters/item';

/** What is read and checked before an operation is executed, by what it says it needs. */
export interface Opened {
	/** The input item and its parameters: no account, no network. */
	item: Item;
	/** Besides, the item's own account. */
	account: Call;
	/** Besides, the customer it is about; the node asks for a recipient. */
	recipient: RecipientCall;
	/** Besides the account, what keeps something from being put out twice; no recipient. */
	posting: Posting;
	/** Besides, everything around a message to that customer. */
	message: Sending;
}

/** Why an account does not have an operation, and what to do instead. */
export interface Refusal {
	what: string;
	fix: string;
}

/** Whether accounts of one kind have an operation: yes, yes with a note for the docs, or why not. */
export type Availability = true | { note: string } | Refusal;

interface OperationThatNeeds<Needs extends keyof Opened> {
	/** The name of its file. Saved workflows hold it, so it never changes. */
	value: string;
	/** Name, description and action, as n8n's lists show them. */
	name: string;
	description: string;
	action: string;
	needs: Needs;
	/** Whether its effects reach customers, so that a repeated run must not repeat them. */
	reachesCustomers: boolean;
	/** What needs no account is there for all of them. */
	availability: Readonly<Record<FlavourName, Needs extends 'item' ? true : Availability>>;
	/** Its parameters in reading order, without the recipient, which comes first by itself. */
	fields: INodeProperties[];
	/** What its collection 'Options' holds, in any order. */
	options: INodeProperties[];
	/** Makes of one input item its output: one item, or a list for what lists things. */
	execute: (opened: Opened[Needs]) => Promise<Output>;
}

/**
 * All there is to know about one operation. The lists, the recipient, the options, the refusals, the
 * dispatcher and the table in docs/operations.md are made of these.
 */
export type Operation = { [Needs in keyof Opened]: OperationThatNeeds<Needs> }[keyof Opened];
