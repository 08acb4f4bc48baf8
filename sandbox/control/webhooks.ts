import { CallbackRefused, eventsOf, Webhooks } from '../dashboard/webhooks';
import { CheckFailed } from '../gateway/verify';
import { GraphError } from '../model/graphError';
import type { Delivery } from '../webhooks/post';
import { BadControlCall, type Handler } from './handler';
import { findAccount, findDelivery } from './lookup';
import type { ShownEvents } from './shownCockpit';

/** Control calls for what a developer does in Meta's App Dashboard, and for what was delivered. */

/**
 * `{"callbackUrl": "…", "verifyToken": "…", "fields": ["messages"]}`, for both levels; behind a gateway
 * what its own CLI does, with the gateway's verify token. Answers how the callback was asked, also if it
 * did not agree.
 */
export const subscribe: Handler = async ({ world }, body, id) => {
	const account = findAccount(world, id);
	const { callbackUrl, verifyToken } = body;
	const isBehindGateway = account.gateway !== undefined;
	if (typeof callbackUrl !== 'string' || (typeof verifyToken !== 'string' && !isBehindGateway)) {
		throw new BadControlCall('Give callbackUrl and verifyToken, and fields if not only messages');
	}
	if (!/^https?:\/\//.test(callbackUrl) || !URL.canParse(callbackUrl)) {
		throw new BadControlCall('callbackUrl must be a URL that begins with http:// or https://');
	}
	const fields = Array.isArray(body.fields) ? body.fields.map(String) : ['messages'];
	const webhooks = new Webhooks(world);
	try {
		if (isBehindGateway) {
			const handshake = await webhooks.setAtGateway(account, callbackUrl, fields);
			return { subscribed: fields, handshake };
		}
		const registration = { callbackUrl, verifyToken: String(verifyToken), fields };
		const handshake = await webhooks.setInDashboard(account, registration);
		// With Facebook login the account's entry is the Page's, whose fields have other names.
		webhooks.subscribeAccount(account, account.flavour === 'instagramPage' ? undefined : fields);
		return { subscribed: fields, handshake };
	} catch (cause) {
		throw refusalOf(cause);
	}
};

function refusalOf(cause: unknown): unknown {
	const details =
		cause instanceof CallbackRefused || cause instanceof CheckFailed
			? { handshake: cause.handshake }
			: {};
	if (cause instanceof CheckFailed) {
		return new BadControlCall(`The gateway would refuse this callback: ${cause.message}`, details);
	}
	if (!(cause instanceof GraphError)) return cause;
	const reason = Object.values(cause.values).join(' ');
	return new BadControlCall(`Meta would refuse this callback: ${reason}`, details);
}

/** `{"field": "messages"}`: the dashboard's Test button, to the account's callback. */
export const pressTestButton: Handler = async ({ world }, body, id) => {
	const account = findAccount(world, id);
	const field = typeof body.field === 'string' ? body.field : 'messages';
	if (world.subscriptions.callbackOf(account) === undefined) {
		throw new BadControlCall(`No trigger is connected to ${account.name}`);
	}
	return showDelivery(await new Webhooks(world).pressTestButton(account, field));
};

/** The same bytes with the same signature, to the same address. */
export const deliverAgain: Handler = async ({ world }, _body, id) => {
	const delivery = findDelivery(world, id);
	return showDelivery(await new Webhooks(world).redeliver(delivery));
};

export const showDeliveries: Handler = ({ world }) => world.outbox.deliveries.map(showDelivery);

/** With the body as text. */
export function showDelivery({ body, ...rest }: Delivery): object {
	return { ...rest, body: body.toString('utf8') };
}

/** What each account's app can be told, to choose from. */
export const showEvents: Handler<ShownEvents[]> = ({ world }) =>
	world.accounts.map((account) => ({
		accountId: account.id,
		events: eventsOf(account.flavour),
	}));
