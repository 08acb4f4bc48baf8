import type { Language } from './language';

/** Switches that concern the whole sandbox. Tests and the control API may change them any time. */
export interface Settings {
	/** Language of Meta's messages. */
	language: Language;
	/** Meta gives a server 10 s; tests of slow servers shorten it. */
	mediaFetchTimeoutMs: number;
	/** Meta gives a callback 5 s; tests of slow callbacks shorten it. */
	webhookTimeoutMs: number;
	/** Links must be `https:`; Meta asks for a valid certificate. Off, so that a server on this machine will do. */
	needsHttps: boolean;
	/** Links on hosts whose certificate nobody vouches for are fetched too, which Meta does not. */
	trustsAnyCertificate: boolean;
	/** Longest audio that Instagram takes, seconds; `null` for no limit. Meta's pages name none; users report 60. */
	instagramAudioSeconds: number | null;
	/** Calls that an app may make in an hour; `null` for no limit. Meta's depends on how many use the app. */
	appCallsPerHour: number | null;
	/** `POST {app}/subscriptions` for Instagram Login apps, for which Meta shows the dashboard only. */
	subscribesInstagramLoginApps: boolean;
	/** Meta's pages show `/me` on Instagram wrapped in `data[]`, recorded answers show it flat. */
	wrapsInstagramMe: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
	language: 'en',
	mediaFetchTimeoutMs: 10_000,
	webhookTimeoutMs: 5000,
	needsHttps: false,
	trustsAnyCertificate: false,
	instagramAudioSeconds: null,
	appCallsPerHour: null,
	subscribesInstagramLoginApps: false,
	wrapsInstagramMe: false,
};
