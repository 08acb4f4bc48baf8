import type { SandboxAccount } from '../../model/accounts';
import { GraphError } from '../../model/graphError';
import { optionalString, requireOneOf, requireString } from '../../model/parameters';
import { readFieldNames } from '../../webhooks/fieldNames';
import { FIELDS, type WebhookObject } from '../../webhooks/fields';
import type { AppSubscription } from '../../webhooks/subscriptions';
import { verifyCallback } from '../../webhooks/verifyCallback';
import type { World } from '../../world/world';
import type { GraphRequest } from '../request';
import { appOf, requireAppToken } from '../tokens';

const OBJECTS = Object.keys(FIELDS) as WebhookObject[];

type Answer = (
	world: World,
	request: GraphRequest,
	app: SandboxAccount,
) => object | Promise<object>;

const METHODS: Record<string, Answer> = {
	GET: (world, _request, app) => ({
		data: OBJECTS.map((object) => world.subscriptions.ofApp(app.appId, object))
			.filter((each) => each !== undefined)
			.map(show),
	}),
	POST: subscribeApp,
	DELETE: unsubscribeApp,
};

/**
 * `/{app-id}/subscriptions`, for the app's own token `{app id}|{app secret}`.
 * Source: Meta, "Subscriptions edge".
 * @throws GraphError 190 or 15 for the token, 100/33 for another app's id, and what each method refuses
 */
export async function answerAppSubscriptions(world: World, request: GraphRequest): Promise<object> {
	const appToken = requireAppToken(world, request);
	const [id = ''] = request.segments;
	const method = request.method.toLowerCase();
	if (id !== appToken.appId) throw new GraphError('objectNotFound', { id, method });
	const answer = METHODS[request.method];
	if (answer === undefined) throw new GraphError('methodUnsupported', { method });
	return answer(world, request, appToken);
}

/** The callback is asked before anything is stored: a refusal leaves the old one in place. */
async function subscribeApp(
	world: World,
	{ params, version }: GraphRequest,
	app: SandboxAccount,
): Promise<object> {
	const object = readObject(params.object);
	const callbackUrl = requireString(params.callback_url, 'callback_url');
	const verifyToken = requireString(params.verify_token, 'verify_token');
	const fields = readFieldNames(params.fields, 'fields', object);
	refuseInstagramLogin(world, app);
	const { webhookTimeoutMs } = world.settings;
	await verifyCallback(callbackUrl, verifyToken, webhookTimeoutMs, world.outgoing);
	world.subscriptions.setApp(app.appId, { object, callbackUrl, verifyToken, fields, version });
	return { success: true };
}

/** Without `fields` the whole subscription goes, without `object` all of them. */
function unsubscribeApp(world: World, { params }: GraphRequest, app: SandboxAccount): object {
	const objects = params.object === undefined ? OBJECTS : [readObject(params.object)];
	const named = optionalString(params.fields, 'fields');
	for (const object of objects) {
		const gone = named === undefined ? FIELDS[object] : readFieldNames(named, 'fields', object);
		const subscription = world.subscriptions.ofApp(app.appId, object);
		const fields = subscription?.fields.filter((field) => !gone.includes(field)) ?? [];
		if (subscription !== undefined && fields.length > 0) {
			world.subscriptions.setApp(app.appId, { ...subscription, fields });
		} else {
			world.subscriptions.removeApp(app.appId, object);
		}
	}
	return { success: true };
}

/** For these apps Meta documents the App Dashboard alone; whether the edge works is not known. */
function refuseInstagramLogin(world: World, app: SandboxAccount): void {
	const hasOnlyInstagramLogin = appOf(world, app.appId).every(
		(account) => account.flavour === 'instagramLogin',
	);
	if (hasOnlyInstagramLogin && !world.settings.subscribesInstagramLoginApps) {
		throw new GraphError('capabilityMissing');
	}
}

const readObject = (value: unknown): WebhookObject =>
	requireOneOf(value, OBJECTS, 'object') as WebhookObject;

const show = ({
	object,
	callbackUrl,
	fields,
	version,
	isSwitchedOff,
}: AppSubscription): object => ({
	object,
	callback_url: callbackUrl,
	active: isSwitchedOff !== true,
	fields: fields.map((name) => ({ name, version })),
});
