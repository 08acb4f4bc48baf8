import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	toAccount,
	type AccountSettings,
	type FlavourName,
	type GraphAccount,
} from '../../lib/graph';
import type { Platform } from '../../lib/platform';
import { SvaraError } from './failure';
import { toId } from './ids';
import { toText } from './toText';

export const CREDENTIAL_TYPES = {
	instagram: 'svaraInstagramApi',
	messenger: 'svaraMessengerApi',
} as const satisfies Record<Platform, string>;

/**
 * A credential's fields, as they resolve, in lib/graph's terms.
 * @throws SvaraError `invalid_input` for an id that has lost digits
 */
export function toSettings(platform: Platform, fields: IDataObject): AccountSettings {
	const text = (name: string) => toText(fields[name]);
	return {
		flavour: flavourOf(platform, text('loginType')),
		accessToken: text(platform === 'messenger' ? 'pageAccessToken' : 'accessToken'),
		igUserId: toId(fields.igUserId, 'Instagram User ID'),
		pageId: toId(fields.pageId, 'Page ID'),
		appId: toId(fields.appId, 'App ID'),
		appSecret: text('appSecret'),
		baseUrl: text('baseUrl'),
		apiVersion: text('apiVersion'),
	};
}

function flavourOf(platform: Platform, loginType: string): FlavourName {
	if (platform === 'messenger') return 'messenger';
	return loginType === 'facebook' ? 'instagramPage' : 'instagramLogin';
}

/** The account behind one item, and the credential it was read from. */
export interface ItemAccount {
	account: GraphAccount;
	settings: AccountSettings;
	/** The credential's fields, as they resolve for the item. */
	fields: IDataObject;
}

/**
 * Reads the credential as it resolves for this item: its fields may be expressions, so that one
 * execution can serve several accounts. Rejects with a SvaraError where a field is missing.
 */
export async function readAccount(
	context: Pick<IExecuteFunctions, 'getCredentials'>,
	platform: Platform,
	itemIndex = 0,
): Promise<ItemAccount> {
	const type = CREDENTIAL_TYPES[platform];
	const fields: IDataObject = await context.getCredentials(type, itemIndex);
	const settings = toSettings(platform, fields);
	assertComplete(settings);
	return { account: toAccount(settings), settings, fields };
}

/** Throws a SvaraError for the first field that cannot be right. */
export function assertComplete({ flavour, accessToken, igUserId, baseUrl }: AccountSettings): void {
	if (accessToken === '') {
		const field = flavour === 'messenger' ? 'Page Access Token' : 'Access Token';
		throw new SvaraError(
			'invalid_token',
			`'${field}' is empty in the credential`,
			'Open the credential and paste the token from your Meta app',
		);
	}
	if (flavour === 'instagramLogin' && igUserId === '') {
		throw new SvaraError(
			'invalid_ig_user_id',
			"'Instagram User ID' is empty in the credential",
			'Fill it in; the test of the credential says which id belongs to the token',
		);
	}
	if (baseUrl && !/^https?:$/.test(URL.canParse(baseUrl) ? new URL(baseUrl).protocol : '')) {
		throw new SvaraError(
			'invalid_input',
			"'Base URL' in the credential is not a web address",
			'Enter an address that starts with https:// (or http:// for a sandbox), or clear the field to use Meta itself',
		);
	}
}
