import type { IHookFunctions } from 'n8n-workflow';

import { GraphError } from '../../lib/graph';
import { givesAwaySecret } from '../../lib/webhook';
import { toFailure, toNodeError } from '../shared/failure';
import { httpSend } from '../shared/http';
import { toText } from '../shared/toText';
import { MetaWebhook } from './metaWebhook';
import { secretGivenAway, secretMissing } from './refusals';
import { readSettings, type TriggerSettings } from './settings';

/** Modes in which n8n itself starts: nobody reads an error then, and Meta still has the registration. */
const STARTS = ['init', 'leadershipChange'];

const isStarting = (context: IHookFunctions): boolean =>
	STARTS.includes(context.getActivationMode());

/**
 * Whether nothing is left to register. n8n asks at every activation and every start of its own, and
 * calls {@link register} on a no.
 * @throws NodeOperationError or NodeApiError, with the fix
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	return await withNodeErrors(context, async () => {
		const settings = await readSettings(context);
		const { secrets, allowUnsigned, handshakeReply, verifyToken } = settings.webhook;
		if (secrets.length === 0 && !allowUnsigned) throw secretMissing();
		if (givesAwaySecret(handshakeReply, verifyToken, secrets)) throw secretGivenAway();
		if (settings.registration === 'manual') return true;
		const webhook = metaWebhook(context, settings);
		return await unlessStarting(context, async () =>
			isStarting(context) ? await webhook.isDelivering() : await webhook.isComplete(),
		);
	});
}

/**
 * Subscribes the account and the app.
 * @throws NodeOperationError or NodeApiError, with the fix
 */
export async function register(context: IHookFunctions): Promise<boolean> {
	return await withNodeErrors(context, async () => {
		const webhook = metaWebhook(context, await readSettings(context));
		return await unlessStarting(context, async () => {
			await webhook.register();
			memoryOf(context).callbackUrl = callbackUrlOf(context);
			return true;
		});
	});
}

/** Takes the webhook back. Never rejects: n8n stops the workflow in any case. */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	try {
		const settings = await readSettings(context);
		if (settings.registration === 'manual') return true;
		const removed = await metaWebhook(context, settings).unregister();
		// n8n unpublishes and publishes again whenever a workflow changes.
		if (removed !== undefined) memoryOf(context).appFields = removed.fields;
		return true;
	} catch (thrown) {
		const { message, fix } = toFailure(thrown);
		context.logger.warn(`Svara Trigger could not take its webhook back: ${message}. ${fix}`);
		return false;
	}
}

function metaWebhook(context: IHookFunctions, settings: TriggerSettings): MetaWebhook {
	const { callbackUrl, appFields } = memoryOf(context);
	const callback = {
		url: callbackUrlOf(context),
		formerUrl: toText(callbackUrl) || undefined,
		formerFields: Array.isArray(appFields) ? appFields.map(toText) : undefined,
		isTest: context.getActivationMode() === 'manual',
	};
	return new MetaWebhook(settings, callback, httpSend(context));
}

/** The test URL while the editor listens. */
const callbackUrlOf = (context: IHookFunctions): string =>
	context.getNodeWebhookUrl('default') ?? '';

/** Kept by n8n with the workflow. */
const memoryOf = (context: IHookFunctions) => context.getWorkflowStaticData('node');

/**
 * While n8n starts, a refusal of Meta's (an expired token, a maintenance page, no answer) goes to the
 * log: after a throw n8n would remove a webhook that may well be delivering.
 */
async function unlessStarting(
	context: IHookFunctions,
	task: () => Promise<boolean>,
): Promise<boolean> {
	try {
		return await task();
	} catch (thrown) {
		if (!(thrown instanceof GraphError) || !isStarting(context)) throw thrown;
		const { message, fix } = toFailure(thrown);
		context.logger.warn(
			`Svara Trigger could not check its webhook at Meta, and takes it to be as it was: ${message}. ${fix}`,
		);
		return true;
	}
}

async function withNodeErrors<T>(context: IHookFunctions, task: () => Promise<T>): Promise<T> {
	try {
		return await task();
	} catch (thrown) {
		// n8n publishes in the background and then shows an error's message alone, so the fix goes along.
		const failure = toFailure(thrown);
		const message = `${failure.message}. ${failure.fix}`;
		throw toNodeError(context.getNode(), { ...failure, message });
	}
}
