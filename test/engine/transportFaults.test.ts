import { randomUUID } from 'node:crypto';
import type { SecureVersion } from 'node:tls';

import type { Recipient } from '../../sandbox';
import {
	CERTIFICATE,
	MOMENTS,
	startTlsProxy,
	WIRE_FAULTS,
	type PlannedFault,
	type TlsProxy,
} from '../tls/tlsProxy';
import { trust, trustAnybody } from '../tls/trust';
import type { EngineRun } from './harness';
import { useStage, vector } from './stage';
import { workflowWith } from './workflow';

const stage = useStage();
let distrust: () => void;
const proxies: TlsProxy[] = [];

beforeEach(() => {
	distrust = () => {};
});
afterEach(async () => {
	distrust();
	await Promise.all(proxies.splice(0).map(async (proxy) => await proxy.close()));
});

interface Scene {
	proxy: TlsProxy;
	recipient: Recipient;
	/** Sends a text, or the voice note given, through the proxy. */
	send(key?: string, noteFile?: string): Promise<EngineRun>;
	/** What reached the customer. */
	arrived(): number;
}

/** A customer of their own, and a credential whose address is the proxy's. */
async function openScene(
	version: SecureVersion,
	options: Parameters<typeof startTlsProxy>[2] = {},
): Promise<Scene> {
	const { sandbox, engine } = stage;
	const account = sandbox.accounts.messenger;
	const recipient = sandbox.addRecipient(account);
	const proxy = await startTlsProxy(sandbox.url, version, options);
	proxies.push(proxy);
	const credential = engine.setCredential(
		'svaraMessengerApi',
		{
			pageAccessToken: account.tokens.valid,
			pageId: account.pageId,
			baseUrl: sandbox.baseUrl('messenger').replace(sandbox.url, proxy.url),
		},
		proxy.url,
	);
	return {
		proxy,
		recipient,
		async send(key = randomUUID(), noteFile) {
			const what = noteFile
				? { resource: 'voiceNote', operation: 'send' }
				: { resource: 'message', operation: 'sendText', text: 'Hello' };
			const parameters = {
				platform: 'messenger',
				recipientId: recipient.id,
				...what,
				options: { maxRetries: 2, idempotencyKey: key },
			};
			return await engine.run(
				workflowWith(parameters, {
					credentials: { svaraMessengerApi: credential },
					retryOnFail: true,
					maxTries: 3,
					// Not 0, which n8n takes for its default, a second.
					waitBetweenTries: 1,
				}),
				[noteFile ? await stage.itemWith(noteFile) : { json: {} }],
			);
		},
		arrived: () =>
			sandbox.messages.filter(({ recipientId }) => recipientId === recipient.id).length,
	};
}

/** Lets a fault strike the first connection (or the first answer to such a request) and no other. */
function strikeOnce({ proxy }: Scene, fault: PlannedFault, path = /\/messages /): void {
	proxy.plan = () => (proxy.struck.length === 0 ? fault : undefined);
	proxy.strikes = (requestLine) => proxy.struck.length === 0 && path.test(requestLine);
}

const failureOf = ({ error }: EngineRun) =>
	(error as unknown as { context: { errorCode: string; errorDetails: object } } | undefined)
		?.context;

const FAULTS: PlannedFault[] = MOMENTS.flatMap((moment) =>
	WIRE_FAULTS.map((fault) => ({ fault, moment })),
);

describe.each<SecureVersion>(['TLSv1.2', 'TLSv1.3'])('with %s', (version) => {
	/** In TLS 1.3 the client has sent its request by the time it hears the server again. */
	const isCertain = ({ moment }: PlannedFault) =>
		moment === 'hello' || (moment === 'secondFlight' && version === 'TLSv1.2');

	it('a fault in the handshake is repeated, one after it is unknown, and nothing arrives twice', async () => {
		const scenes = await Promise.all(FAULTS.map(async () => await openScene(version)));
		distrust = trust(CERTIFICATE);
		const outcomes = await Promise.all(
			scenes.map(async (scene, index) => {
				const fault = FAULTS[index] as PlannedFault;
				strikeOnce(scene, fault);
				const run = await scene.send(scene.recipient.id);
				const again = await scene.send(scene.recipient.id);
				const failure = failureOf(run);
				return {
					...fault,
					struck: scene.proxy.struck.length,
					item: failure
						? [failure.errorCode, failure.errorDetails]
						: [run.items('Voice')[0]?.json.status, run.items('Voice')[0]?.json.attempts],
					again: again.items('Voice')[0]?.json.skippedBecause ?? failureOf(again)?.errorCode,
					arrived: scene.arrived(),
				};
			}),
		);
		expect(outcomes).toEqual(
			FAULTS.map((fault) => ({
				...fault,
				struck: 1,
				item: isCertain(fault)
					? ['sent', 2]
					: [
							'unknown_outcome',
							expect.objectContaining({ delivered: 'unknown', attempts: 1 }) as object,
						],
				again: isCertain(fault) ? 'sent_before' : 'unknown_outcome',
				arrived: fault.moment === 'secondFlight' && !isCertain(fault) ? 0 : 1,
			})),
		);
	});

	it('an upload is repeated whatever became of it', async () => {
		const faults = FAULTS.filter(({ moment }) => moment === 'answer');
		const scenes = await Promise.all(faults.map(async () => await openScene(version)));
		distrust = trust(CERTIFICATE);
		const outcomes = await Promise.all(
			scenes.map(async (scene, index) => {
				strikeOnce(scene, faults[index] as PlannedFault, /\/message_attachments /);
				const run = await scene.send(undefined, vector('m4a-ready.m4a'));
				const json = run.items('Voice')[0]?.json;
				return [json?.status, json?.delivery, scene.proxy.struck.length, scene.arrived()];
			}),
		);
		expect(outcomes).toEqual(faults.map(() => ['sent', 'upload', 1, 1]));
	});

	it('a certificate nobody vouches for lets nothing through, for certain', async () => {
		const scene = await openScene(version);
		const failure = failureOf(await scene.send());
		expect(failure).toMatchObject({
			errorCode: 'temporarily_unavailable',
			errorDetails: { delivered: 'no', attempts: 3 },
		});
		expect(stage.sandbox.requests).toHaveLength(0);
	});

	it('a server that wants a certificate of the client is heard before or after the request', async () => {
		const scene = await openScene(version, { requestCert: true, rejectUnauthorized: true });
		distrust = trust(CERTIFICATE);
		const failure = failureOf(await scene.send());
		expect([failure?.errorCode, scene.arrived()]).toEqual([
			version === 'TLSv1.2' ? 'temporarily_unavailable' : 'unknown_outcome',
			0,
		]);
	});
});

it('with certificates left unchecked, a fault after the request is unknown all the same', async () => {
	const scene = await openScene('TLSv1.2');
	distrust = trustAnybody();
	strikeOnce(scene, { fault: 'plainText', moment: 'answer' });
	expect(failureOf(await scene.send())?.errorCode).toBe('unknown_outcome');
	expect(scene.arrived()).toBe(1);
});
