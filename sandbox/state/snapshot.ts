import type { SavedMediaLinks } from '../media/links';
import type { Recipient, RecipientRole, SandboxAccount, TokenRecord } from '../model/accounts';
import type { SavedClock } from '../model/clock';
import type { JsonObject } from '../model/json';
import type { StoredAttachment } from '../model/media';
import type { Settings } from '../model/settings';
import type { SavedSubscriptions } from '../webhooks/subscriptions';
import type { World } from '../world/world';

/** Lists of the world that are kept as they are. */
const LISTS = ['messages', 'customerMessages', 'senderActions', 'comments'] as const;

/** An account, with all its people; `roles` says which of them the seeded ones are. */
interface SavedAccount extends Omit<SandboxAccount, 'recipients'> {
	recipients: Recipient[];
	roles: Record<RecipientRole, string>;
}

/** The account's id in the place of the account. */
type Owned<T> = Omit<T, 'account'> & { account: string };

/** All of a world that outlives it. */
export interface Snapshot extends Record<(typeof LISTS)[number], JsonObject[]> {
	clock: SavedClock;
	settings: Settings;
	accounts: SavedAccount[];
	tokens: Array<Owned<TokenRecord>>;
	attachments: Array<Owned<StoredAttachment>>;
	links: SavedMediaLinks;
	subscriptions: SavedSubscriptions;
}

export function takeSnapshot(world: World): Snapshot {
	const lists = LISTS.map((name) => [name, world[name]]);
	return {
		...(Object.fromEntries(lists) as Pick<Snapshot, (typeof LISTS)[number]>),
		clock: world.clock.save(),
		settings: world.settings,
		accounts: world.accounts.map((account) => ({
			...account,
			recipients: world.recipientsOf(account),
			roles: mapRoles(account.recipients, ({ id }) => id),
		})),
		tokens: world.allTokens().map(withAccountId),
		attachments: world.allAttachments().map(withAccountId),
		links: world.links.save(),
		subscriptions: world.subscriptions.save(),
	};
}

/**
 * Puts a snapshot in the place of all that the world holds.
 * @throws Error for a snapshot that contradicts itself or lacks something
 */
export function restoreSnapshot(world: World, snapshot: Snapshot): void {
	world.clear();
	world.clock.restore(snapshot.clock);
	Object.assign(world.settings, snapshot.settings);
	for (const { recipients, roles, ...account } of snapshot.accounts) {
		const seeded = mapRoles(roles, (id) => found(recipients, id));
		const restored: SandboxAccount = { ...account, recipients: seeded };
		world.addAccount(restored);
		for (const recipient of recipients) world.addRecipient(restored, recipient);
	}
	const withAccount = <T>({ account, ...rest }: Owned<T>) =>
		({ ...rest, account: found(world.accounts, account) }) as T;
	for (const token of snapshot.tokens) world.addToken(withAccount<TokenRecord>(token));
	for (const attachment of snapshot.attachments) {
		world.addAttachment(withAccount<StoredAttachment>(attachment));
	}
	world.links.restore(snapshot.links);
	world.subscriptions.restore(snapshot.subscriptions, (id) => found(world.accounts, id));
	for (const name of LISTS) (world[name] as unknown[]).push(...snapshot[name]);
}

const withAccountId = <T extends { account: SandboxAccount }>(owned: T): Owned<T> => ({
	...owned,
	account: owned.account.id,
});

function found<T extends { id: string }>(list: readonly T[], id: string): T {
	const one = list.find((each) => each.id === id);
	if (one === undefined) throw new Error(`Nothing has the id ${id}`);
	return one;
}

const mapRoles = <A, B>(
	roles: Record<RecipientRole, A>,
	change: (value: A) => B,
): Record<RecipientRole, B> =>
	Object.fromEntries(Object.entries(roles).map(([role, value]) => [role, change(value)])) as Record<
		RecipientRole,
		B
	>;
