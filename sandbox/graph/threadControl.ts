import type { Recipient } from '../model/accounts';
import { FLAVOURS } from '../model/flavours';
import { GraphError } from '../model/graphError';
import {
	optionalString,
	refuseUnknownKeys,
	requireObject,
	requireString,
} from '../model/parameters';
import type { Call } from './call';

interface Success {
	success: true;
}

const KEYS = ['recipient', 'metadata', 'access_token', 'appsecret_proof'];

/**
 * `POST …/pass_thread_control`: by the app that has the thread, or where nobody has it.
 * Source of all four: Meta, "Conversation Control APIs".
 */
export function passThread(call: Call): Success {
	const { params } = call.request;
	const recipient = readRecipient(call, [...KEYS, 'target_app_id']);
	refuseUnlessOwner(call, recipient);
	const target = optionalString(params.target_app_id, 'target_app_id');
	if (target === call.account.appId) {
		throw new GraphError('parameterInvalid', {
			parameter: 'target_app_id',
			must: 'cannot be the app that has the thread',
		});
	}
	// Without a target the thread is the default app's, which here is this one.
	if (target !== undefined) recipient.threadOwner = 'otherApp';
	return { success: true };
}

/** `POST …/release_thread_control`: afterwards nobody has the thread. */
export function releaseThread(call: Call): Success {
	const recipient = readRecipient(call, KEYS);
	refuseUnlessOwner(call, recipient);
	recipient.threadOwner = 'nobody';
	return { success: true };
}

/** `POST …/take_thread_control`: with conversation routing only. */
export function takeThread(call: Call): Success {
	const recipient = readRecipient(call, KEYS);
	if (!call.account.hasConversationRouting) throw new GraphError('takingNotSupported');
	refuseOwner(recipient);
	recipient.threadOwner = 'thisApp';
	return { success: true };
}

/** `POST …/request_thread_control`: on Instagram without conversation routing only. */
export function requestThread(call: Call): Success {
	const recipient = readRecipient(call, KEYS);
	const isInstagram = FLAVOURS[call.account.flavour].audience === 'instagram';
	if (isInstagram && call.account.hasConversationRouting) {
		throw new GraphError('requestingNotSupported');
	}
	refuseOwner(recipient);
	if (recipient.threadOwner === 'nobody') recipient.threadOwner = 'thisApp';
	return { success: true };
}

function readRecipient({ world, account, request }: Call, keys: string[]): Recipient {
	const { params } = request;
	refuseUnknownKeys(params, keys, 'request');
	const value = requireObject(params.recipient, 'recipient');
	refuseUnknownKeys(value, ['id'], 'recipient');
	optionalString(params.metadata, 'metadata');
	const recipient = world.findRecipient(account, requireString(value.id, 'recipient[id]'));
	if (recipient !== undefined) return recipient;
	throw new GraphError(FLAVOURS[account.flavour].errors.unknownRecipient);
}

function refuseUnlessOwner({ account }: Call, { threadOwner }: Recipient): void {
	if (threadOwner !== 'otherApp') return;
	throw new GraphError(FLAVOURS[account.flavour].errors.threadOwnedByOtherApp);
}

function refuseOwner({ threadOwner }: Recipient): void {
	if (threadOwner !== 'thisApp') return;
	throw new GraphError('parameterInvalid', {
		parameter: 'recipient',
		must: 'is in a thread that this app controls already',
	});
}
