import { createHash, createHmac } from 'node:crypto';

import { FLAVOURS, type Flavour, type FlavourName } from './flavours';

/** What a credential holds, in Meta's terms. Empty strings mean "not set". */
export interface AccountSettings {
	flavour: FlavourName;
	accessToken: string;
	igUserId?: string;
	pageId?: string;
	/** The Meta app behind the token. */
	appId?: string;
	/** One or several secrets separated by commas; only the first belongs to the app itself. */
	appSecret?: string;
	/** Used verbatim when set: a sandbox or a gateway. */
	baseUrl?: string;
	apiVersion?: string;
}

/** An account ready to be called. */
export interface GraphAccount {
	/**
	 * Tells accounts apart, as Meta counts their calls, without holding the token. Two tokens of one account
	 * have the same, unless nothing in the credential says whose they are.
	 */
	key: string;
	flavour: Flavour;
	accessToken: string;
	/** The id in the path: the professional account's, the Page's, or `me`. */
	senderId: string;
	/** Without a trailing slash, version included. */
	baseUrl: string;
	/** False when a sandbox or gateway answers instead of Meta. */
	isMetaHost: boolean;
	/** Hex HMAC-SHA256 of the token, keyed with the app secret; only for Meta's own page hosts. */
	appSecretProof?: string;
	/** The account's own ids as far as the credential names them: never those of a customer. */
	ownIds: string[];
	/** The app's own secret goes first; none where the credential holds none. */
	appSecrets: string[];
	/** Every string that must never be shown. */
	secrets: string[];
}

/** The current Graph API version: https://developers.facebook.com/docs/graph-api/changelog */
export const DEFAULT_API_VERSION = 'v26.0';

/** Splits the credential's `appSecret` field into its secrets, the app's own first. */
export function splitSecrets(appSecret: string | undefined): string[] {
	return (appSecret ?? '')
		.split(',')
		.map((secret) => secret.trim())
		.filter((secret) => secret !== '');
}

/** Turns a credential's settings into an account. Throws nothing: what is missing is the caller's to check. */
export function toAccount(settings: AccountSettings): GraphAccount {
	const flavour = FLAVOURS[settings.flavour];
	const ownBaseUrl = (settings.baseUrl ?? '').trim().replace(/\/+$/, '');
	const isMetaHost = ownBaseUrl === '';
	const secrets = splitSecrets(settings.appSecret);
	const accessToken = settings.accessToken.trim();
	const senderId = senderIdOf(flavour, settings);
	const baseUrl = isMetaHost ? metaBaseUrl(flavour, settings.apiVersion) : ownBaseUrl;
	const account: GraphAccount = {
		key: createHash('sha256')
			.update(JSON.stringify(identityOf({ ...settings, baseUrl: ownBaseUrl })))
			.digest('hex'),
		flavour,
		accessToken,
		senderId,
		baseUrl,
		isMetaHost,
		ownIds: [settings.igUserId, settings.pageId].flatMap((id) => id?.trim() || []),
		appSecrets: secrets,
		secrets: [accessToken, ...secrets],
	};
	const appSecret = secrets[0];
	if (flavour.takesAppSecretProof && isMetaHost && appSecret !== undefined) {
		account.appSecretProof = appSecretProof(accessToken, appSecret);
		account.secrets.push(account.appSecretProof);
	}
	return account;
}

/**
 * Who sends: by the account's id where the credential holds one, whichever login, version and token it is
 * reached with, since Meta's limits are the account's
 * (https://developers.facebook.com/docs/graph-api/overview/rate-limiting).
 */
function identityOf({
	flavour,
	igUserId,
	pageId,
	accessToken,
	baseUrl,
}: AccountSettings): string[] {
	const { platform } = FLAVOURS[flavour];
	const instagramId = platform === 'instagram' ? igUserId?.trim() : '';
	const id = instagramId || pageId?.trim();
	return [platform, baseUrl ?? '', ...(id ? ['id', id] : ['token', accessToken.trim()])];
}

function senderIdOf(flavour: Flavour, settings: AccountSettings): string {
	if (flavour.sender === 'igUserId') return (settings.igUserId ?? '').trim();
	return (settings.pageId ?? '').trim() || 'me';
}

function metaBaseUrl(flavour: Flavour, apiVersion: string | undefined): string {
	return `https://${flavour.host}/${(apiVersion ?? '').trim() || DEFAULT_API_VERSION}`;
}

/**
 * Proof that the caller holds the app secret.
 * https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
function appSecretProof(accessToken: string, appSecret: string): string {
	return createHmac('sha256', appSecret).update(accessToken).digest('hex');
}
