import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import {
	createGraphClient,
	Pacer,
	sendSenderAction,
	type AccountSettings,
	type GraphClient,
	type LookUpPolicy,
	type Platform,
} from '../../../lib/graph';
import { readAccount } from '../../shared/account';
import { SvaraError } from '../../shared/failure';
import { httpSend } from '../../shared/http';
import type { Turn } from './runItems';
import { readPlatform, readRecipient } from '../parameters/fields';
import { Options } from '../parameters/options';
import { readSendRequest, type SendRequest } from '../parameters/sendRequest';
import { assertWindowOpen } from '../parameters/windowCheck';

/** Shared by all executions of this process: an account's pace knows no executions. */
export const pacer = new Pacer();

/** One item's dealings with Meta, as one account. */
export interface Call {
	context: IExecuteFunctions;
	itemIndex: number;
	platform: Platform;
	options: Options;
	settings: AccountSettings;
	client: GraphClient;
	policy: LookUpPolicy;
}

/** A call about a person. */
export interface RecipientCall extends Call {
	recipientId: string;
}

/** One item's message, on its way to one person. */
export interface Sending extends RecipientCall {
	request: SendRequest;
	turn: Turn;
}

/**
 * Reads what every call needs: options and the item's own account.
 * @throws SvaraError `invalid_input`, `invalid_token`, `invalid_ig_user_id`
 */
export async function openCall(context: IExecuteFunctions, itemIndex: number): Promise<Call> {
	const options = new Options(context, itemIndex);
	const platform = readPlatform(context, itemIndex);
	const timeoutMs = options.timeoutMs();
	const maxRetries = options.maxRetries();
	const { account, settings } = await readAccount(context, platform, itemIndex);
	const signal = context.getExecutionCancelSignal();
	return {
		context,
		itemIndex,
		platform,
		options,
		settings,
		client: createGraphClient(account, httpSend(context), timeoutMs),
		policy: { maxRetries, signal, pacer },
	};
}

/**
 * Reads what every call about a person needs, and that it is not the account itself.
 * @throws SvaraError as {@link openCall}
 */
export async function openRecipientCall(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<RecipientCall> {
	const recipientId = readRecipient(context, itemIndex);
	const call = await openCall(context, itemIndex);
	assertIsCustomer(recipientId, call.client);
	return { ...call, recipientId };
}

/**
 * Reads what every message needs, in this order: recipient and options, the window the user mapped, the
 * account, and that the recipient is not the account itself. Nothing goes over the network.
 * @throws SvaraError as {@link openCall}, and for a window that is over
 */
export async function openSending(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
	{ takesTag = true } = {},
): Promise<Sending> {
	const request = readSendRequest(context, itemIndex, new Options(context, itemIndex));
	assertWindowOpen(request, takesTag);
	return { ...(await openRecipientCall(context, itemIndex)), request, turn };
}

function assertIsCustomer(recipientId: string, { account }: GraphClient): void {
	if (!account.ownIds.includes(recipientId)) return;
	throw new SvaraError(
		'invalid_input',
		"'Recipient' is the sending account itself",
		"Use the customer's id: customerId from the trigger, not accountId",
	);
}

/** Meta answers this at once, or the item should not wait for it. */
const TYPING_TIMEOUT_MS = 5_000;

/** Shows the customer that an answer is on its way, where that is wanted; nothing waits for it. */
export async function whileTyping<T>(sending: Sending, work: () => Promise<T>): Promise<T> {
	const { context, recipientId, request, policy } = sending;
	// A paused account has no time for courtesies.
	const isPaused = pacer.pausedForMs(sending.client.account.key) > 0;
	if (!request.showTyping || isPaused) return await work();
	const timeoutMs = Math.min(request.timeoutMs, TYPING_TIMEOUT_MS);
	const client = createGraphClient(sending.client.account, httpSend(context), timeoutMs);
	// A courtesy: if it does not come about, the message still goes out.
	const once = { ...policy, maxRetries: 0 };
	const typing = sendSenderAction(client, recipientId, 'typing_on', once).catch(() => {});
	try {
		return await work();
	} finally {
		await typing;
	}
}

/** An output item made of this call's input item. */
export const toItem = (
	{ itemIndex }: Pick<Call, 'itemIndex'>,
	json: IDataObject,
	binary?: INodeExecutionData['binary'],
): INodeExecutionData => ({
	json,
	...(binary ? { binary } : {}),
	pairedItem: { item: itemIndex },
});
