import type { Recipient } from '../model/accounts';
import type { World } from '../world/world';
import { Customer } from './customer';

/** The usual way to open a window again: they write, whoever's customer they are. */
export function customerWrites(world: World, recipient: Recipient): void {
	const account = world.accountOf(recipient);
	if (account === undefined) throw new Error(`Nobody here has ${recipient.name} as a customer`);
	new Customer(world, account, recipient).writes('Hello again!');
}
