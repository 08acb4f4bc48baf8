import type { Language } from './language';

/** Switches that concern the whole sandbox. Tests and the control API may change them any time. */
export interface Settings {
	/** Language of Meta's messages. */
	language: Language;
	/** Meta gives a server 10 s; tests of slow servers shorten it. */
	mediaFetchTimeoutMs: number;
	/** Meta gives a callback 5 s; tests of slow callbacks shorten it. */
	webhookTimeoutMs: number;
	/** `POST {app}/subscriptions` for Instagram Login apps, for which Meta shows the dashboard only. */
	subscribesInstagramLoginApps: boolean;
	/** Meta's pages show `/me` on Instagram wrapped in `data[]`, recorded answers show it flat. */
	wrapsInstagramMe: boolean;
}

export const defaultSettings: Settings = {
	language: 'en',
	mediaFetchTimeoutMs: 10_000,
	webhookTimeoutMs: 5000,
	subscribesInstagramLoginApps: false,
	wrapsInstagramMe: false,
};
