import { createHash } from 'node:crypto';

import type { Recipient, RecipientRole, SandboxAccount, TokenState } from '../model/accounts';
import { FLAVOURS, type Flavour, type GraphHost } from '../model/flavours';
import { newNumericId, tokenPrefix } from '../model/ids';
import { addToken, TOKEN_STATES } from './tokenSeeds';
import type { World } from './world';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What tests may choose about an account; the rest is made up. */
export type AccountSeed = Partial<
	Pick<SandboxAccount, 'igUserId' | 'appScopedId' | 'pageId' | 'name' | 'username' | 'appId'>
>;

/** What tests may choose about a person; by default they wrote an hour ago. */
export type RecipientSeed = Partial<Recipient>;

/**
 * The seeded accounts keep their ids and tokens from start to start, so that a credential saved in
 * somebody's n8n still works after the sandbox was restarted.
 */
const SEEDED_ACCOUNTS: Record<Flavour, AccountSeed> = {
	instagramLogin: {
		igUserId: '17841400123456789',
		appScopedId: '24790012345678901',
		name: 'Svara Demo',
		username: 'svara.demo',
		appId: '1407280012345678',
	},
	instagramPage: {
		igUserId: '17841405987654321',
		pageId: '104857600123457',
		name: 'Svara Page',
		username: 'svara.page',
		appId: '1407280012345679',
	},
	messenger: { pageId: '109951162777601', name: 'Svara Messenger', appId: '1407280012345680' },
};

interface RecipientPlan {
	name: string;
	wroteAgoMs: number;
	isAvailable?: boolean;
	threadOwner?: Recipient['threadOwner'];
}

const RECIPIENT_PLANS: Record<RecipientRole, RecipientPlan> = {
	open: { name: 'Asha Rao', wroteAgoMs: HOUR_MS },
	second: { name: 'Ben Okafor', wroteAgoMs: 20 * MINUTE_MS },
	windowClosed: { name: 'Chiara Conti', wroteAgoMs: 30 * HOUR_MS },
	windowLongClosed: { name: 'Daniel Berg', wroteAgoMs: 8 * DAY_MS },
	unavailable: { name: 'Elif Demir', wroteAgoMs: HOUR_MS, isAvailable: false },
	ownedByOtherApp: { name: 'Femi Adeyemi', wroteAgoMs: HOUR_MS, threadOwner: 'otherApp' },
};

/** Puts the seeded accounts into an empty world. */
export function seedWorld(world: World): Record<Flavour, SandboxAccount> {
	const build = (flavour: Flavour): SandboxAccount =>
		addAccount(world, flavour, SEEDED_ACCOUNTS[flavour]);
	return {
		instagramLogin: build('instagramLogin'),
		instagramPage: build('instagramPage'),
		messenger: build('messenger'),
	};
}

/** Adds a business account with its people and a token in every state. */
export function addAccount(world: World, flavour: Flavour, seed: AccountSeed = {}): SandboxAccount {
	const isInstagram = FLAVOURS[flavour].audience === 'instagram';
	const hasPage = flavour !== 'instagramLogin';
	const igUserId = isInstagram ? (seed.igUserId ?? newNumericId('178414', 17)) : '';
	const pageId = hasPage ? (seed.pageId ?? newNumericId('10', 15)) : '';
	const id = isInstagram ? igUserId : pageId;
	const account: SandboxAccount = {
		flavour,
		id,
		igUserId,
		appScopedId: hasPage ? '' : (seed.appScopedId ?? newNumericId('247', 17)),
		pageId,
		name: seed.name ?? `Account ${id}`,
		username: isInstagram ? (seed.username ?? `account.${id.slice(-6)}`) : '',
		appId: seed.appId ?? newNumericId('14', 16),
		appSecret: digest(`app secret of ${id}`).slice(0, 32),
		verifyToken: digest(`verify token of ${id}`).slice(0, 16),
		tokens: {} as Record<TokenState, string>,
		recipients: seedRecipients(world, id),
		profile: {},
		isLinkedToInstagram: true,
		allowsMessageAccess: true,
		postIds: isInstagram ? ['first', 'second'].map((post) => postId(id, post)) : [],
		allowsSeveralImages: true,
		hasAdvancedAccess: true,
		hasHumanAgent: true,
		hasConversationRouting: true,
	};
	for (const state of TOKEN_STATES) {
		const value = (host: GraphHost): string =>
			tokenPrefix(host) + digest(`${state} token of ${id}`);
		account.tokens[state] = addToken(world, account, state, {}, value).value;
	}
	world.addAccount(account);
	for (const recipient of Object.values(account.recipients)) {
		addLastMessage(world, account, recipient);
	}
	return account;
}

/** Adds a person the account knows; `seed` overrides anything. */
export function addRecipient(
	world: World,
	account: SandboxAccount,
	seed: RecipientSeed = {},
): Recipient {
	const recipient: Recipient = {
		id: newNumericId('7', 16),
		name: 'Gita Nair',
		username: 'gita.nair',
		lastWroteAt: world.clock.now() - HOUR_MS,
		isAvailable: true,
		threadOwner: 'thisApp',
		hasRole: false,
		...seed,
	};
	world.addRecipient(account, recipient);
	addLastMessage(world, account, recipient);
	return recipient;
}

/** People who wrote before have a last message in their thread. */
function addLastMessage(world: World, account: SandboxAccount, recipient: Recipient): void {
	const { lastWroteAt } = recipient;
	if (lastWroteAt !== null) world.receive(account, recipient, { text: 'Hello!', at: lastWroteAt });
}

function seedRecipients(world: World, accountId: string): Record<RecipientRole, Recipient> {
	const entries = Object.entries(RECIPIENT_PLANS).map(([role, plan]) => [
		role,
		{
			id: scopedId(accountId, role),
			name: plan.name,
			username: plan.name.toLowerCase().replace(' ', '.'),
			lastWroteAt: world.clock.now() - plan.wroteAgoMs,
			isAvailable: plan.isAvailable ?? true,
			threadOwner: plan.threadOwner ?? 'thisApp',
			hasRole: false,
		} satisfies Recipient,
	]);
	return Object.fromEntries(entries) as Record<RecipientRole, Recipient>;
}

/** Sixteen digits that belong to this person under this account, the same at every start. */
function scopedId(accountId: string, role: string): string {
	return `7${digits(`${role} of ${accountId}`, 15)}`;
}

/** Seventeen digits, the same at every start. */
const postId = (accountId: string, post: string): string =>
	`18${digits(`${post} post of ${accountId}`, 15)}`;

function digits(text: string, count: number): string {
	const number = BigInt(`0x${digest(text).slice(0, 16)}`) % 10n ** BigInt(count);
	return number.toString().padStart(count, '0');
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
