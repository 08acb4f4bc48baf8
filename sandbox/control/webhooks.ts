import { Webhooks } from '../dashboard/webhooks';
import { GraphError } from '../model/graphError';
import type { World } from '../world/world';
import { BadControlCall, type Handler } from './handler';
import { findAccount } from './lookup';

/** The App Dashboard's half of the control API. */

/** `{"callbackUrl": "…", "verifyToken": "…", "fields": ["messages"]}`, for both levels. */
export const subscribe: Handler = async ({ world }, body, id) => {
	const account = findAccount(world, id);
	const { callbackUrl, verifyToken } = body;
	if (typeof callbackUrl !== 'string' || typeof verifyToken !== 'string') {
		throw new BadControlCall('Give callbackUrl and verifyToken, and fields if not only messages');
	}
	const fields = Array.isArray(body.fields) ? body.fields.map(String) : ['messages'];
	const webhooks = new Webhooks(world);
	try {
		await webhooks.setInDashboard(account, { callbackUrl, verifyToken, fields });
		// With Facebook login the account's entry is the Page's, whose fields have other names.
		webhooks.subscribeAccount(account, account.flavour === 'instagramPage' ? undefined : fields);
	} catch (cause) {
		if (!(cause instanceof GraphError)) throw cause;
		const reason = Object.values(cause.values).join(' ');
		throw new BadControlCall(`Meta would refuse this callback: ${reason}`);
	}
	return { subscribed: fields };
};

export const showDeliveries: Handler = ({ world }) => world.outbox.deliveries.map(showDelivery);

/** With the body as text. */
export function showDelivery({ body, ...rest }: World['outbox']['deliveries'][number]): object {
	return { ...rest, body: body.toString('utf8') };
}
