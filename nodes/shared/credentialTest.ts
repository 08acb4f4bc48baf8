import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import {
	createGraphClient,
	GraphError,
	identify,
	toAccount,
	type AccountSettings,
	type Identity,
	type Send,
} from '../../lib/graph';
import type { Platform } from '../../lib/platform';
import { assertComplete, toSettings } from './account';
import { misfitOf, proveApp, refusesProofAlone, wrongSecret } from './appProof';
import { SvaraError } from './failure';
import { toQuestionFailure } from './questions';

/** A person is waiting in front of the credential window. */
const TIMEOUT_MS = 15_000;

type CredentialTest = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
) => Promise<INodeCredentialTestResult>;

/** Says in words whose token it is, or what is wrong with it or with the app behind it. */
const testOf = (platform: Platform): CredentialTest =>
	async function (credential) {
		try {
			const settings = toSettings(platform, credential.data ?? {});
			// The test is where people learn the id, so its absence is reported below, with the id.
			assertComplete({ ...settings, igUserId: settings.igUserId || 'unknown' });
			return await ask(settings, legacySend(this));
		} catch (thrown) {
			const { message, fix } = toQuestionFailure(thrown);
			return { status: 'Error', message: `${message}. ${fix}` };
		}
	};

/** A wrong secret goes first: at Meta's own hosts the token is refused along with it. */
async function ask(settings: AccountSettings, send: Send): Promise<INodeCredentialTestResult> {
	const account = toAccount(settings);
	const [app, me] = await Promise.allSettled([
		proveApp(account, settings, send, TIMEOUT_MS),
		identify(createGraphClient(account, send, TIMEOUT_MS)),
	]);
	if (app.status === 'rejected' && app.reason instanceof SvaraError) throw app.reason;
	if (me.status === 'rejected') {
		const isOfUnknownCause = me.reason instanceof GraphError && me.reason.meta.code === 100;
		if (isOfUnknownCause && (await refusesProofAlone(account, send, TIMEOUT_MS))) {
			throw wrongSecret("Meta does not accept 'App Secret' for this access token", "'App Secret'");
		}
		throw explain(settings, me.reason);
	}
	if (app.status === 'rejected') throw app.reason;
	const misfit = misfitOf(settings.flavour, app.value);
	if (misfit) throw misfit;
	return judge(settings, me.value);
}

export const testSvaraInstagramApi = testOf('instagram');
export const testSvaraMessengerApi = testOf('messenger');

function judge(settings: AccountSettings, me: Identity): INodeCredentialTestResult {
	const { flavour, igUserId, pageId } = settings;
	if (flavour === 'instagramLogin') {
		return igUserId && me.ids.includes(igUserId)
			? ok(`Connected to the Instagram account ${me.name}`)
			: wrong(
					igUserId
						? `This token belongs to the Instagram account ${me.name}, not to the id ${igUserId}`
						: `This token belongs to the Instagram account ${me.name}`,
					`Set 'Instagram User ID' to ${me.ids[0]}`,
				);
	}
	if (pageId && !me.ids.includes(pageId)) {
		return wrong(
			`This token belongs to the Page ${me.name}, not to the id ${pageId}`,
			`Set 'Page ID' to ${me.ids[0]} or clear it`,
		);
	}
	if (flavour === 'messenger') return ok(`Connected to the Page ${me.name}`);
	if (!me.instagram) {
		return wrong(
			`No Instagram account is linked to the Page ${me.name}`,
			'Link a professional account to the Page in Meta Business Suite',
		);
	}
	if (igUserId && igUserId !== me.instagram.id) {
		return wrong(
			`The Page ${me.name} is linked to the Instagram account ${me.instagram.name}, not to the id ${igUserId}`,
			`Set 'Instagram User ID' to ${me.instagram.id}`,
		);
	}
	return ok(`Connected to the Instagram account ${me.instagram.name} through the Page ${me.name}`);
}

const ok = (message: string): INodeCredentialTestResult => ({ status: 'OK', message });
const wrong = (message: string, fix: string): INodeCredentialTestResult => ({
	status: 'Error',
	message: `${message}. ${fix}`,
});

/**
 * Meta answers a token for its other host as "cannot be parsed"; how tokens begin tells which it is.
 * Instagram Login tokens begin with IG, Page tokens with EAA.
 */
function explain({ flavour, accessToken, baseUrl }: AccountSettings, thrown: unknown): unknown {
	if (!(thrown instanceof GraphError)) return thrown;
	const { code, meta } = thrown;
	if (code === 'invalid_token' && flavour === 'instagramLogin' && accessToken.startsWith('EAA')) {
		return new SvaraError(
			code,
			'This is a Facebook token, and the login type is Instagram',
			"Set 'Login Type' to Facebook, or paste a token created with Instagram login",
		);
	}
	if (code === 'invalid_token' && flavour !== 'instagramLogin' && accessToken.startsWith('IG')) {
		return new SvaraError(
			code,
			'This is a token of Instagram Login, and a Page token is needed here',
			flavour === 'messenger'
				? "Paste the Page's token; it starts with EAA"
				: "Set 'Login Type' to Instagram, or paste the Page's token",
		);
	}
	if (baseUrl && meta.httpStatus === undefined && code === 'temporarily_unavailable') {
		return new SvaraError(
			code,
			`Nothing answers at the Base URL ${new URL(baseUrl).origin}`,
			"Start the sandbox or gateway, or clear 'Base URL' to use Meta itself",
		);
	}
	return thrown;
}

/** The only helper a credential test has is n8n's older one. */
function legacySend({ helpers }: ICredentialTestFunctions): Send {
	return async ({ method, url, headers, timeoutMs }) => {
		const response = (await helpers.request({
			method,
			uri: url,
			headers,
			timeout: timeoutMs,
			followRedirect: false,
			resolveWithFullResponse: true,
			simple: false,
		})) as { statusCode: number; headers: Record<string, string>; body: unknown };
		const { statusCode, body } = response;
		return {
			status: statusCode,
			headers: response.headers,
			body: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
		};
	};
}
