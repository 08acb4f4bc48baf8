import { GATEWAY_PATH } from '../gateway/gateway';
import type { SandboxAccount } from '../model/accounts';
import type { Flavour } from '../model/flavours';
import type { Control, Handler } from './handler';
import { findAccount } from './lookup';
import type { ShownCredential, ShownCredentialField } from './shownCockpit';

/** What n8n's credential calls the fields: the label that people see, and the name in JSON. */
const LABELS = {
	loginType: 'Login Type',
	accessToken: 'Access Token',
	pageAccessToken: 'Page Access Token',
	igUserId: 'Instagram User ID',
	pageId: 'Page ID',
	appId: 'App ID',
	appSecret: 'App Secret',
	verifyToken: 'Verify Token',
	baseUrl: 'Base URL',
} as const;

type FieldName = keyof typeof LABELS;

/** The credential of each kind of account, and its fields besides those that all end with. */
const CREDENTIALS: Record<
	Flavour,
	{
		title: string;
		type: string;
		tokenField: FieldName;
		fields: (account: SandboxAccount) => Partial<Record<FieldName, string>>;
	}
> = {
	instagramLogin: {
		title: 'Instagram, Login Type "Instagram"',
		type: 'Svara Instagram (or Facebook Login) API',
		tokenField: 'accessToken',
		fields: ({ tokens, igUserId }) => ({
			loginType: 'Instagram',
			accessToken: tokens.valid,
			igUserId,
		}),
	},
	instagramPage: {
		title: 'Instagram, Login Type "Facebook"',
		type: 'Svara Instagram (or Facebook Login) API',
		tokenField: 'accessToken',
		fields: ({ tokens, igUserId, pageId }) => ({
			loginType: 'Facebook',
			accessToken: tokens.valid,
			igUserId,
			pageId,
		}),
	},
	messenger: {
		title: 'Messenger',
		type: 'Svara Facebook Messenger API',
		tokenField: 'pageAccessToken',
		fields: ({ tokens, pageId }) => ({ pageAccessToken: tokens.valid, pageId }),
	},
};

export const showCredentials: Handler<ShownCredential[]> = (control) =>
	control.world.accounts.flatMap((account) => credentialsOf(control, account));

/** An account's credential and, if there is a gateway before it, the one that goes through that. */
export function credentialsOf(
	{ world, baseUrl }: Pick<Control, 'baseUrl'> & { world: { origin: string } },
	account: SandboxAccount,
): ShownCredential[] {
	const { flavour, appId, appSecret, verifyToken, gateway, tokens } = account;
	const { title, type, tokenField, fields } = CREDENTIALS[flavour];
	const shared = { accountId: account.id, name: account.name, flavour, type };
	const direct: ShownCredential = {
		...shared,
		title,
		isGateway: false,
		fields: namedFields({
			...fields(account),
			appId,
			appSecret,
			verifyToken,
			baseUrl: baseUrl(flavour),
		}),
		tokens,
	};
	if (gateway === undefined) return [direct];
	const throughGateway: ShownCredential = {
		...shared,
		title: `${title}, through HookMyApp`,
		isGateway: true,
		fields: namedFields({
			...fields(account),
			[tokenField]: gateway.accessToken,
			appSecret: gateway.signingSecret,
			verifyToken: gateway.verifyToken,
			baseUrl: world.origin + GATEWAY_PATH,
		}),
		tokens: { valid: gateway.accessToken },
	};
	return [direct, throughGateway];
}

function namedFields(values: Partial<Record<FieldName, string>>): ShownCredentialField[] {
	const entries = Object.entries(values) as Array<[FieldName, string]>;
	return entries.map(([name, value]) => ({ name, label: LABELS[name], value }));
}

/** Takes the gateway away again: calls and webhooks are Meta's own from now on. */
export const removeGateway: Handler = ({ world }, _body, id) => {
	const account = findAccount(world, id);
	delete account.gateway;
	return { removed: true };
};
