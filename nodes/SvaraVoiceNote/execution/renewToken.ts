import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	createGraphClient,
	refreshToken,
	type AccountSettings,
	type GraphAccount,
} from '../../../lib/graph';
import { hashedKey } from '../../../lib/ledger';
import { CREDENTIAL_TYPES } from '../../shared/account';
import { SvaraError, toFailure } from '../../shared/failure';
import { httpSend } from '../../shared/http';
import { toText } from '../../shared/toText';
import type { Item } from '../parameters/item';
import { preferLedger } from './preferLedger';

const DAY_MS = 24 * 3_600_000;

/** Of the token's sixty days, so that an account may rest for seven weeks in between. */
const RENEWED_EVERY_MS = 7 * DAY_MS;

/**
 * "Refreshed tokens are valid for 60 days from the date at which they are refreshed."
 * https://developers.facebook.com/docs/instagram-platform/reference/refresh_access_token
 */
const LIFETIME_MS = 60 * DAY_MS;

/** Meta renews no token that is younger than a day, and says so with the answer it gives for a dead one. */
const TRIED_EVERY_MS = DAY_MS;

/** A message waits meanwhile. */
const TIMEOUT_MS = 15_000;

/** Whether the credential asks for renewals and has had none for a week. */
export function isRenewalDue({ flavour }: AccountSettings, fields: IDataObject): boolean {
	if (flavour !== 'instagramLogin' || fields.renewAutomatically !== true) return false;
	const renewedAtMs = Date.parse(toText(fields.renewedAt));
	// Not a date: never renewed. In the future: the clock has been set back since.
	return !(Math.abs(Date.now() - renewedAtMs) < RENEWED_EVERY_MS);
}

/** Until when the token is good that the last renewal stored; undefined where there was none. */
export async function renewedUntil({
	context,
	itemIndex,
}: Pick<Item, 'context' | 'itemIndex'>): Promise<Date | undefined> {
	const { renewedAt } = await context.getCredentials(CREDENTIAL_TYPES.instagram, itemIndex);
	const renewedAtMs = Date.parse(toText(renewedAt));
	return Number.isNaN(renewedAtMs) ? undefined : new Date(renewedAtMs + LIFETIME_MS);
}

/**
 * Exchanges the token for a new one and has n8n store it in the credential, once a day at most over
 * all processes. The item at hand goes on with the old token, which lives on. Never throws: a
 * renewal that fails must not stop a message; n8n's log tells of it.
 */
export async function renewToken(
	context: IExecuteFunctions,
	itemIndex: number,
	account: GraphAccount,
	fields: IDataObject,
): Promise<void> {
	const key = hashedKey('renewal', account.accessToken);
	const attempt = await preferLedger(
		context,
		async ({ sends }) => await sends.claim(key, AbortSignal.abort(), { keptMs: TRIED_EVERY_MS }),
		() => undefined,
	);
	if (attempt?.state !== 'claimed') return;
	try {
		const client = createGraphClient(account, httpSend(context), TIMEOUT_MS);
		const { accessToken, expiresAt } = await refreshToken(client, { maxRetries: 0 });
		// Whatever became of its request: what counts is what the credential holds then.
		await store(context, account, fields, accessToken).catch(() => {});
		const stored = await context.getCredentials(CREDENTIAL_TYPES.instagram, itemIndex);
		if (stored.accessToken !== accessToken) throw notStored();
		context.logger.info(
			`Svara renewed the access token of an Instagram credential. It is valid until ${expiresAt.toISOString()}.`,
		);
	} catch (thrown) {
		const { message, fix } = toFailure(thrown);
		context.logger.warn(
			`Svara did not renew the access token of an Instagram credential: ${message}. ${fix}.`,
		);
	} finally {
		await attempt.claim.sent({});
	}
}

const notStored = () =>
	new SvaraError(
		'invalid_token',
		'Meta gave a new one, which n8n did not store in the credential',
		"If 'Access Token' is an expression there, switch off 'Renew Token Automatically'",
	);

/**
 * n8n stores what `preAuthentication` of a credential returns, and calls it before a request of
 * this helper if the credential's expirable field is empty (n8n: `credentials-helper.ts`). No other
 * way leads from a node to its credential. The request itself is of no use.
 */
async function store(
	context: IExecuteFunctions,
	{ baseUrl }: GraphAccount,
	fields: IDataObject,
	accessToken: string,
): Promise<void> {
	const type = CREDENTIAL_TYPES.instagram;
	const data = { ...fields, accessToken, renewedAt: '' } as ICredentialDataDecryptedObject;
	await context.helpers.httpRequestWithAuthentication.call(
		context,
		type,
		{
			method: 'GET',
			url: `${baseUrl}/me`,
			qs: { fields: 'user_id' },
			headers: { Authorization: `Bearer ${accessToken}` },
			timeout: TIMEOUT_MS,
			ignoreHttpStatusErrors: true,
		},
		{ credentialsDecrypted: { id: '', name: '', type, data } },
	);
}
