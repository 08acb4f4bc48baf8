import type { SandboxAccount } from '../model/accounts';
import type { Flavour } from '../model/flavours';
import { seedWorld } from '../world/seed';
import type { World } from '../world/world';
import { StateFile, StateFileError } from './stateFile';

export interface OpenOptions {
	/** Where the world is kept; nowhere by default. */
	stateFile?: string | undefined;
	/** What time it is in the world; default: this machine's. */
	startAt?: Date | undefined;
	log: (line: string) => void;
}

/** A world with accounts in it. */
export interface OpenWorld {
	/** One a flavour. */
	accounts: Record<Flavour, SandboxAccount>;
	state: StateFile | undefined;
	/** Fills the world, once it was cleared, as it is without a state file. */
	seed(): Record<Flavour, SandboxAccount>;
}

/**
 * Fills an empty world from its state file, or else with the seeded accounts.
 * @throws StateFileError for a file that cannot be used; RangeError for a start before what has already
 *   happened in it
 */
export async function openWorld(
	world: World,
	{ stateFile, startAt, log }: OpenOptions,
): Promise<OpenWorld> {
	const onError = ({ message }: Error): void => log(message);
	const state = stateFile === undefined ? undefined : new StateFile(stateFile, world, onError);
	const seed = (): Record<Flavour, SandboxAccount> => {
		if (startAt !== undefined) world.clock.startAt(startAt.getTime());
		return seedWorld(world);
	};
	const isRestored = (await state?.load()) ?? false;
	if (!isRestored) return { accounts: seed(), state, seed };
	if (startAt !== undefined) moveOn(world, startAt);
	return { accounts: firstAccounts(world), state, seed };
}

/** Where something has happened, time only moves forward. */
function moveOn({ clock }: World, startAt: Date): void {
	const ms = startAt.getTime() - clock.now();
	if (ms >= 0) return clock.advance(ms);
	const now = new Date(clock.now()).toISOString();
	throw new RangeError(
		`In the saved state it is ${now} already. Start at a later time, or with another state file.`,
	);
}

/** Each flavour's first account is its seeded one. */
function firstAccounts({ accounts }: World): Record<Flavour, SandboxAccount> {
	const first = (flavour: Flavour): SandboxAccount => {
		const account = accounts.find((each) => each.flavour === flavour);
		if (account !== undefined) return account;
		throw new StateFileError(`The state file has no ${flavour} account. Name another file.`);
	};
	return {
		instagramLogin: first('instagramLogin'),
		instagramPage: first('instagramPage'),
		messenger: first('messenger'),
	};
}
