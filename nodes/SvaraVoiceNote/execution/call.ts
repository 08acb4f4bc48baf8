import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import {
	createGraphClient,
	type AccountSettings,
	type GraphClient,
	type LookUpPolicy,
} from '../../../lib/graph';
import { readAccount } from '../../shared/account';
import { SvaraError } from '../../shared/failure';
import { httpSend } from '../../shared/http';
import { readMaxRetries, readTimeoutMs } from '../parameters/callOptions';
import type { Item } from '../parameters/item';
import { readRecipient } from '../parameters/recipient';
import { readSendRequest, type SendRequest } from '../parameters/sendRequest';
import { assertWindowOpen } from '../parameters/windowCheck';
import { isRenewalDue, renewToken } from './renewToken';
import type { SendOrder } from './runItems';
import { SharedRateLimiter } from './sharedRateLimiter';

/** One item's dealings with Meta, as one account. */
export interface Call extends Item {
	settings: AccountSettings;
	client: GraphClient;
	policy: LookUpPolicy;
	/** For one request. */
	timeoutMs: number;
}

/** A call about a person. */
export interface RecipientCall extends Call {
	recipientId: string;
}

/** Something that one item puts out once, to whomever. */
export interface Posting extends Call {
	request: Pick<SendRequest, 'idempotencyKey'>;
	order: SendOrder;
}

/** One item's message, on its way to one person. */
export interface Sending extends RecipientCall, Posting {
	request: SendRequest;
}

/**
 * Reads what every call needs: the item's own account, and how long to wait for it.
 * @throws SvaraError `invalid_input`, `invalid_token`, `invalid_ig_user_id`
 */
export async function openCall(item: Item): Promise<Call> {
	const { context, itemIndex, platform, options, ending } = item;
	const timeoutMs = readTimeoutMs(options);
	const maxRetries = readMaxRetries(options);
	const { account, settings, fields } = await readAccount(context, platform, itemIndex);
	if (isRenewalDue(settings, fields)) await renewToken(context, itemIndex, account, fields);
	return {
		...item,
		settings,
		client: createGraphClient(account, httpSend(context, ending), timeoutMs),
		policy: { maxRetries, signal: ending, rateLimiter: new SharedRateLimiter(context) },
		timeoutMs,
	};
}

/**
 * Reads what every call about a person needs, and that it is not the account itself.
 * @throws SvaraError as {@link openCall}
 */
export async function openRecipientCall(item: Item): Promise<RecipientCall> {
	return await callAbout(readRecipient(item), item);
}

/**
 * Reads what every message needs, in this order: recipient and options, the window the user mapped, the
 * account, and that the recipient is not the account itself. Nothing goes over the network.
 * @param takesTag whether the operation can carry a message tag
 * @throws SvaraError as {@link openCall}, and for a window that is over
 */
export async function openSending(
	item: Item,
	order: SendOrder,
	takesTag: boolean,
): Promise<Sending> {
	const recipientId = readRecipient(item);
	const request = readSendRequest(item);
	assertWindowOpen(item.platform, request, takesTag);
	return { ...(await callAbout(recipientId, item)), request, order };
}

/**
 * Reads what everything needs that is put out once, but not to somebody this account has talked to.
 * @throws SvaraError as {@link openCall}
 */
export async function openPosting(item: Item, order: SendOrder): Promise<Posting> {
	const request = readSendRequest(item);
	return { ...(await openCall(item)), request, order };
}

async function callAbout(recipientId: string, item: Item): Promise<RecipientCall> {
	const call = await openCall(item);
	assertIsCustomer(recipientId, call.client);
	return { ...call, recipientId };
}

function assertIsCustomer(recipientId: string, { account }: GraphClient): void {
	if (!account.ownIds.includes(recipientId)) return;
	throw new SvaraError(
		'invalid_input',
		"'Recipient' is the sending account itself",
		"Use the customer's id: customerId from the trigger, not accountId",
	);
}

/** An output item made of this input item. */
export const toItem = (
	{ itemIndex }: Pick<Item, 'itemIndex'>,
	json: IDataObject,
	binary?: INodeExecutionData['binary'],
): INodeExecutionData => ({
	json,
	...(binary ? { binary } : {}),
	pairedItem: { item: itemIndex },
});
