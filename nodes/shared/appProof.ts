import {
	asApp,
	createGraphClient,
	GraphError,
	identify,
	inspectToken,
	readAppSubscription,
	type AccountSettings,
	type FlavourName,
	type GraphAccount,
	type Send,
	type TokenFacts,
} from '../../lib/graph';
import { SvaraError } from './failure';

/** Somebody is waiting: one more try. */
const POLICY = { maxRetries: 1 } as const;

/**
 * Lets Meta prove that App ID and App Secret (the first, if there are several) are one app's. A Page's
 * token is looked at with them, which tells more; `debug_token` is not documented for Instagram Login,
 * there the app asks for its own webhooks at graph.facebook.com, which any app may.
 * Rejects with a SvaraError where Meta says no, with a GraphError where it does not answer.
 * @returns what Meta tells about the token; undefined where it tells nothing, or nobody can be asked
 */
export async function proveApp(
	account: GraphAccount,
	{ appId: id = '' }: AccountSettings,
	send: Send,
	timeoutMs: number,
): Promise<TokenFacts | undefined> {
	const [secret] = account.appSecrets;
	if (id === '' || secret === undefined || !isMetaByName(account)) return undefined;
	const app = { id, secret };
	try {
		if (account.flavour.inspectsTokens) {
			return await inspectToken(createGraphClient(account, send, timeoutMs), app, POLICY);
		}
		const client = createGraphClient(asApp(account, app), send, timeoutMs);
		await readAppSubscription(client, id, 'instagram');
		return undefined;
	} catch (refused) {
		throw explainRefusal(refused);
	}
}

/** A gateway keeps Meta's secret to itself, and may take what is said to it for anything. */
const isMetaByName = ({ isMetaHost, baseUrl, flavour }: GraphAccount): boolean =>
	isMetaHost || baseUrl.includes(`/${flavour.host}/`);

/** Meta's codes: 101 for an unknown app, 190 ("Invalid OAuth access token signature") for a wrong secret. */
function explainRefusal(refused: unknown): unknown {
	if (!(refused instanceof GraphError) || refused.code !== 'invalid_token') return refused;
	if (refused.meta.code === 101) return new SvaraError(refused.code, refused.message, refused.fix);
	return wrongSecret("Meta does not accept 'App Secret' for the app in 'App ID'", 'both');
}

export const wrongSecret = (what: string, toCopy: string) =>
	new SvaraError(
		'invalid_token',
		what,
		`Copy ${toCopy} from your Meta app under App settings > Basic. Where 'App Secret' holds several, the one from there goes first`,
	);

/** The permission without which a Page's token reaches nobody's messages. */
const MESSAGING_PERMISSIONS: Partial<Record<FlavourName, string>> = {
	instagramPage: 'instagram_manage_messages',
	messenger: 'pages_messaging',
};

/** What is wrong with a token by what Meta tells about it; undefined where nothing is, or nothing is known. */
export function misfitOf(flavour: FlavourName, facts: TokenFacts | undefined) {
	if (facts === undefined) return undefined;
	const { isOfApp, type = 'PAGE', permissions } = facts;
	if (!isOfApp) {
		return misfit(
			"The access token was made with another app than the one in 'App ID'",
			`Copy 'App ID' and 'App Secret' of the app the token was made with (App settings > Basic), or make a new token in this app`,
		);
	}
	if (type !== 'PAGE') {
		return misfit(
			"This is not a Page's token, but that of a person or an app",
			'Paste the token of the Page itself from your Meta app',
		);
	}
	const needed = MESSAGING_PERMISSIONS[flavour];
	if (needed === undefined || permissions.length === 0 || permissions.includes(needed)) {
		return undefined;
	}
	const { messenger, instagramPage } = MESSAGING_PERMISSIONS;
	const isInstagrams = needed === messenger && permissions.includes(String(instagramPage));
	return misfit(
		isInstagrams
			? `This Page token is for Instagram: it lacks the permission ${needed}`
			: `This token lacks the permission ${needed}`,
		isInstagrams
			? "Use it in a Svara Instagram credential with 'Login Type' set to Facebook, or make a new token with that permission"
			: 'Make a new token with that permission in your Meta app',
	);
}

const misfit = (what: string, fix: string) => new SvaraError('invalid_token', what, fix);

/**
 * Whether Meta takes the token as soon as the proof made from App Secret is left out. Where there is no
 * App ID, that is all that tells a wrong secret: the answer's code, 100, stands for many things.
 */
export async function refusesProofAlone(
	account: GraphAccount,
	send: Send,
	timeoutMs: number,
): Promise<boolean> {
	if (account.appSecretProof === undefined) return false;
	const client = createGraphClient({ ...account, appSecretProof: undefined }, send, timeoutMs);
	return await identify(client).then(
		() => true,
		() => false,
	);
}
