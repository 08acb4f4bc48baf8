import type { Recipient, SandboxAccount } from '../model/accounts';
import type { Flavour } from '../model/flavours';
import { addRecipient } from '../world/seed';
import type { World } from '../world/world';

/** Whose customer is meant. */
export interface ByName {
	/** An account, or which of the seeded ones; default: the sandbox's `account`. */
	account?: Flavour | SandboxAccount;
}

/** Finds the accounts and customers that tests call by name. */
export class Names {
	/** @param standard account of whoever is named without one */
	constructor(
		private readonly world: World,
		private readonly accounts: Readonly<Record<Flavour, SandboxAccount>>,
		private readonly standard: Flavour,
	) {}

	account({ account = this.standard }: ByName = {}): SandboxAccount {
		return typeof account === 'string' ? this.accounts[account] : account;
	}

	/** The customer with exactly that name, or a new one, who wrote an hour ago. */
	customer(name: string, options?: ByName): { account: SandboxAccount; recipient: Recipient } {
		const account = this.account(options);
		const known = this.world.recipientsOf(account).find((each) => each.name === name);
		const username = name.toLowerCase().replace(/[^\p{L}\d]+/gu, '.');
		return { account, recipient: known ?? addRecipient(this.world, account, { name, username }) };
	}
}
