import type { Recipient, SandboxAccount } from '../model/accounts';
import type { Delivery } from '../webhooks/post';
import type { World } from '../world/world';
import { BadControlCall } from './handler';

/** @throws BadControlCall for an id that no account knows anybody by */
export function findPerson(
	world: World,
	id: string,
): { account: SandboxAccount; recipient: Recipient } {
	for (const account of world.accounts) {
		const recipient = world.findRecipient(account, id);
		if (recipient !== undefined) return { account, recipient };
	}
	throw new BadControlCall(`Nobody here has the id ${id}`);
}

/** @throws BadControlCall for an id that no account has */
export function findAccount(world: World, id: string): SandboxAccount {
	const account = world.accounts.find((each) => [each.id, each.pageId].includes(id));
	if (account === undefined) throw new BadControlCall(`No account has the id ${id}`);
	return account;
}

/** @throws BadControlCall for an id that no delivery of the log has */
export function findDelivery(world: World, id: string): Delivery {
	const delivery = world.outbox.deliveries.find((each) => String(each.id) === id);
	if (delivery === undefined) {
		throw new BadControlCall('No such delivery: the log keeps the latest');
	}
	return delivery;
}
