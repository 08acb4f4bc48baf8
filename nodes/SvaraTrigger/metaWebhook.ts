import {
	asApp,
	createGraphClient,
	readAccountFields,
	readAppSubscription,
	subscribeAccount,
	subscribeApp,
	toAccount,
	unsubscribeApp,
	wantedFields,
	type AppSubscription,
	type GraphClient,
	type Send,
	type WantedFields,
} from '../../lib/graph';
import { assertComplete, toSettings } from '../shared/account';
import { isPublicHttps } from '../shared/publicAddress';
import { toText } from '../shared/toText';
import { answersHandshake } from './askHandshake';
import {
	callbackIsLive,
	callbackTaken,
	explainRefusal,
	fieldMissing,
	notReachable,
	type Step,
} from './refusals';
import type { TriggerSettings } from './settings';

/** Before it answers, Meta asks the callback, and waits for that. */
const TIMEOUT_MS = 30_000;

/** Which callback this is about. */
export interface Callback {
	/** Production URL, or the test URL while the editor listens. */
	url: string;
	/** What this node registered the last time, perhaps when n8n had another address. */
	formerUrl?: string;
	/** What the app sent when this node took its webhook back, also what was set in the dashboard. */
	formerFields?: readonly string[];
	isTest: boolean;
}

/**
 * The two subscriptions that bring an account's webhooks to a callback: the app's, which names the
 * callback and is one for all accounts and workflows of the app, and the account's, which names
 * fields and is shared by all of them too. All methods reject with a GraphError or a SvaraError.
 */
export class MetaWebhook {
	private readonly wanted: WantedFields;

	private readonly account: GraphClient;

	private readonly app: GraphClient;

	private readonly appId: string;

	/** @throws SvaraError naming what the credential lacks */
	constructor(
		private readonly settings: TriggerSettings,
		private readonly callback: Callback,
		private readonly send: Send,
	) {
		const { platform, credential, webhook } = settings;
		const stored = toSettings(platform, credential);
		assertComplete(stored);
		this.appId = toText(credential.appId);
		const [secret] = webhook.secrets;
		if (this.appId === '') throw fieldMissing('App ID');
		if (secret === undefined) throw fieldMissing('App Secret');
		if (webhook.verifyToken === '') throw fieldMissing('Verify Token');
		const account = toAccount(stored);
		if (account.isMetaHost && !isPublicHttps(callback.url)) throw notReachable(callback.url);
		this.account = createGraphClient(account, send, TIMEOUT_MS);
		this.app = createGraphClient(asApp(account, { id: this.appId, secret }), send, TIMEOUT_MS);
		this.wanted = wantedFields(account.flavour.name, [...webhook.events]);
	}

	/** Whether the app delivers here already. The account, whose token may have expired, is not asked. */
	async isDelivering(): Promise<boolean> {
		const current = await this.readApp();
		if (current?.callbackUrl !== this.callback.url || !current.isActive) return false;
		return hasAll(current.fields, this.wanted.app);
	}

	/** Whether Meta has everything already. */
	async isComplete(): Promise<boolean> {
		if (!(await this.isDelivering())) return false;
		return hasAll(await this.readAccount(), this.wanted.account);
	}

	/** Subscribes the account, which takes nothing from other workflows, and then the app. */
	async register(): Promise<void> {
		const current = await this.readApp();
		if (current) await this.assertReplaceable(current);
		const accountFields = await this.readAccount();
		if (!hasAll(accountFields, this.wanted.account)) {
			const fields = union(accountFields, this.wanted.account);
			await this.as('account', async () => await subscribeAccount(this.account, fields));
		}
		await this.as('app', async () => {
			await subscribeApp(this.app, this.appId, {
				object: this.wanted.object,
				callbackUrl: this.callback.url,
				verifyToken: this.settings.webhook.verifyToken,
				fields: union(current?.fields ?? this.callback.formerFields ?? [], this.wanted.app),
			});
		});
	}

	/**
	 * Removes the app's subscription if it is still ours; the account's serves others and stays.
	 * @returns what was removed
	 */
	async unregister(): Promise<AppSubscription | undefined> {
		const { url } = this.callback;
		const current = await this.readApp();
		if (current === undefined) return undefined;
		// n8n does not tell which of the two it is taking back, and a test must leave the live one alone:
		// at another address of n8n the path is still the same, the test URL's is not.
		const isLeft = pathOf(current.callbackUrl) === pathOf(url) && (await this.hasLeft(current));
		if (current.callbackUrl !== url && !isLeft) return undefined;
		await this.as('app', async () => {
			await unsubscribeApp(this.app, this.appId, this.wanted.object);
		});
		return current;
	}

	private async assertReplaceable(current: AppSubscription): Promise<void> {
		const { callbackUrl } = current;
		const { url, isTest } = this.callback;
		if (callbackUrl === url) return;
		// Whatever it is, also this workflow's own production URL: customers are writing to it.
		if (isTest) throw callbackIsLive(callbackUrl);
		if (this.settings.replaceExisting || isSameNode(callbackUrl, url)) return;
		if (!(await this.hasLeft(current))) throw callbackTaken(callbackUrl);
	}

	/**
	 * Whether the callback is what this node registered before, and nothing answers there any more:
	 * n8n has moved. A copy of n8n's database holds the same callback while the original n8n still
	 * answers at it, so the address is asked.
	 */
	private async hasLeft({ callbackUrl }: AppSubscription): Promise<boolean> {
		if (callbackUrl !== this.callback.formerUrl) return false;
		if (isSameOrigin(callbackUrl, this.callback.url)) return true;
		const { verifyToken } = this.settings.webhook;
		return !(await answersHandshake(this.send, callbackUrl, verifyToken));
	}

	private async readApp(): Promise<AppSubscription | undefined> {
		return await this.as(
			'app',
			async () => await readAppSubscription(this.app, this.appId, this.wanted.object),
		);
	}

	private async readAccount(): Promise<string[]> {
		return await this.as('account', async () => await readAccountFields(this.account, this.appId));
	}

	private async as<T>(step: Step, task: () => Promise<T>): Promise<T> {
		try {
			return await task();
		} catch (thrown) {
			throw explainRefusal(thrown, step, this.account.account.flavour.name);
		}
	}
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);

const isSameOrigin = (a: string, b: string): boolean =>
	URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;

const hasAll = (fields: readonly string[], wanted: readonly string[]): boolean =>
	wanted.every((field) => fields.includes(field));

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/**
 * Whether two URLs are a node's test URL and its production URL in the same n8n: they share the address
 * and end in the node's own id. An editor closed at the wrong moment leaves the first one behind.
 */
function isSameNode(a: string, b: string): boolean {
	const ending = (url: string) => pathOf(url).split('/').slice(-2).join('/');
	return isSameOrigin(a, b) && ending(a) === ending(b);
}
