import type { SendPolicy } from '../../../lib/graph';
import { beginPost, type EndPost } from '../../shared/ownMessages';
import type { Call } from '../execution/call';
import { preferLedger } from '../execution/preferLedger';
import { certainlyNotDelivered } from './certainlyNotDelivered';

/**
 * Posts, and lets Svara Trigger know that the message is this n8n's own. On Messenger Meta itself says so,
 * by the app's id. While the ledger is away the trigger says nothing about who wrote.
 * @param recipientId absent where Meta alone knows whom it goes to
 */
export async function postAsOwn<R extends object>(
	{ context, platform, recipientId }: Pick<Call, 'context' | 'platform'> & { recipientId?: string },
	policy: SendPolicy,
	post: (policy: SendPolicy) => Promise<R>,
): Promise<R> {
	if (platform !== 'instagram') return await post(policy);
	let endPost: EndPost | undefined;
	const beforePost = async () => {
		await policy.beforePost();
		if (endPost) return;
		endPost = await preferLedger(
			context,
			async (ledger) => await beginPost(ledger, recipientId),
			() => async () => {},
		);
		// That may have taken its time.
		await policy.beforePost();
	};
	const end = async (messageId?: string) => {
		await preferLedger(
			context,
			async () => await endPost?.(messageId),
			() => undefined,
		);
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
