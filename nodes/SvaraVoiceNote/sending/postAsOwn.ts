import type { SendPolicy } from '../../../lib/graph';
import type { Ledger } from '../../../lib/ledger';
import { beginPost, endPost } from '../../shared/ownMessages';
import type { Sending } from '../execution/call';
import { preferLedger } from '../execution/preferLedger';
import { certainlyNotDelivered } from './certainlyNotDelivered';

/**
 * Posts, and lets Svara Trigger know that the message is this n8n's own. On Messenger Meta itself says so,
 * by the app's id. While the ledger is away the trigger says nothing about who wrote.
 */
export async function postAsOwn<R extends object>(
	{ context, platform, recipientId }: Sending,
	policy: SendPolicy,
	post: (policy: SendPolicy) => Promise<R>,
): Promise<R> {
	if (platform !== 'instagram') return await post(policy);
	let isBegun = false;
	const note = async (what: (ledger: Ledger) => Promise<void>) => {
		await preferLedger(context, what, () => undefined);
	};
	const beforePost = async () => {
		await policy.beforePost();
		if (!isBegun) await note(async (ledger) => await beginPost(ledger, recipientId));
		isBegun = true;
	};
	const end = async (messageId?: string) => {
		if (isBegun) await note(async (ledger) => await endPost(ledger, recipientId, messageId));
	};
	try {
		const receipt = await post({ ...policy, beforePost });
		await end('messageId' in receipt ? String(receipt.messageId) : undefined);
		return receipt;
	} catch (thrown) {
		// Otherwise its echo may come yet.
		if (certainlyNotDelivered(thrown)) await end();
		throw thrown;
	}
}
