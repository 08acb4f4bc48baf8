import type { GraphClient } from './client';
import { GraphError, META_ERROR, render } from './errors';
import type { RetryPolicy } from './retry';
import { retryInSlots, type SlotPolicy } from './slots';

/** What an app can do about who answers a conversation. */
export type ThreadAction = 'pass' | 'take' | 'request' | 'release';

export interface ThreadControl {
	action: ThreadAction;
	/** The app that gets the thread, with `pass`; absent for the default app. */
	targetAppId?: string;
	/** Told to the other app. */
	metadata?: string;
}

/**
 * Passes, takes, requests or releases a conversation between the apps that are connected to a Page.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversation-routing,
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/conversation-routing/apis
 *
 * What may have happened is not done again: Meta refuses an app that passes a thread it has passed already.
 * Rejects with a GraphError.
 */
export async function controlThread(
	client: GraphClient,
	customerId: string,
	{ action, targetAppId, metadata }: ThreadControl,
	policy: RetryPolicy & SlotPolicy,
): Promise<void> {
	const { account } = client;
	const body = {
		recipient: { id: customerId },
		...(targetAppId ? { target_app_id: targetAppId } : {}),
		...(metadata ? { metadata } : {}),
	};
	try {
		const answer = await retryInSlots(account, policy, undefined, async () => {
			const path = `/${account.senderId}/${action}_thread_control`;
			return await client.call({ method: 'POST', path, body, delivers: true });
		});
		if (answer.success === false) throw new GraphError(render(META_ERROR, account.flavour));
	} catch (failure) {
		throw failure instanceof GraphError ? aboutThread(failure) : failure;
	}
}

/** Nothing was to be delivered here, so an unclear answer says something else. */
const aboutThread = (failure: GraphError): GraphError =>
	failure.delivered === 'unknown'
		? failure.with({
				what: 'Meta did not say whether the conversation changed hands',
				fix: 'Look into the conversation in Meta Business Suite, or wait for the event Handover, before running the item again',
			})
		: failure;
