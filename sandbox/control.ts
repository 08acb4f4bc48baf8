import type { IncomingMessage } from 'node:http';
import type { FaultEffect, Faults } from './faults';
import type { Flavour } from './flavours';
import { jsonReply } from './http';
import type { RecordedRequest } from './recorder';
import type { Reply } from './reply';
import { addRecipient } from './seed';
import { isObject } from './shape';
import type { DeliveredMessage, SandboxAccount, Settings, World } from './world';
import { defaultSettings } from './world';
import { HUMAN_AGENT_WINDOW_MS, WINDOW_MS } from './window';

/** What the control API under `/_sandbox/` may touch. */
export interface Control {
	world: World;
	faults: Faults;
	requests: RecordedRequest[];
	baseUrl(flavour: Flavour): string;
	reset(): void;
}

type Handler = (control: Control, body: Record<string, unknown>, id: string) => unknown;

/** Thrown with what is wrong in a control call; answered as 400. */
class ControlMistake extends Error {}

/** Every control call: method, path behind `/_sandbox/` (`:id` is handed on), answer. */
const routes: ReadonlyArray<[method: string, path: string, handler: Handler]> = [
	['GET', 'state', showState],
	[
		'GET',
		'accounts',
		({ world, baseUrl }) => world.accounts.map((each) => showAccount(world, each, baseUrl)),
	],
	['GET', 'messages', ({ world }) => world.messages.map(showMessage)],
	['GET', 'requests', ({ requests }) => requests.map(maskRequest)],
	['POST', 'reset', ({ reset }) => (reset(), { reset: true })],
	['POST', 'clock/advance', advanceClock],
	['POST', 'settings', changeSettings],
	['POST', 'faults', addFault],
	['POST', 'faults/:id/release', releaseFault],
	['DELETE', 'faults', ({ faults }) => (faults.clear(), { cleared: true })],
	['POST', 'accounts/:id', changeAccount],
	['POST', 'accounts/:id/recipients', addPerson],
	['POST', 'recipients/:id', changeRecipient],
];

/** Answers a control call: JSON in, JSON out, except for the bytes of a voice note. */
export async function answerControl(
	control: Control,
	message: IncomingMessage,
	url: URL,
	bytes: Buffer,
): Promise<Reply> {
	const path = url.pathname.slice('/_sandbox/'.length);
	const media = /^messages\/([^/]+)\/media$/.exec(path);
	if (media !== null) return mediaReply(control, media[1] ?? '', message.headers.range);
	for (const [method, pattern, handler] of routes) {
		const match = new RegExp(`^${pattern.replace(':id', '([^/]+)')}$`).exec(path);
		if (match === null || message.method !== method) continue;
		try {
			const body = readControlBody(message, bytes);
			return jsonReply(200, handler(control, body, decodeURIComponent(match[1] ?? '')));
		} catch (cause) {
			if (cause instanceof ControlMistake) return jsonReply(400, { mistake: cause.message });
			throw cause;
		}
	}
	const calls = routes.map(([method, pattern]) => `${method} /_sandbox/${pattern}`);
	return jsonReply(404, { mistake: 'No such control call', calls });
}

/** Bodies must be declared as JSON: a web page elsewhere cannot send that without being asked. */
function readControlBody(message: IncomingMessage, bytes: Buffer): Record<string, unknown> {
	if (message.method !== 'POST' || bytes.length === 0) return {};
	if (!message.headers['content-type']?.startsWith('application/json')) {
		throw new ControlMistake('Send the body with Content-Type: application/json');
	}
	try {
		const body: unknown = JSON.parse(bytes.toString('utf8'));
		if (isObject(body)) return body;
	} catch {
		// Said below.
	}
	throw new ControlMistake('The body must be a JSON object');
}

function showState({ world, faults, requests }: Control): unknown {
	return {
		now: new Date(world.clock.now()).toISOString(),
		settings: world.settings,
		messages: world.messages.length,
		senderActions: world.senderActions,
		requests: requests.length,
		faults: faults.list().map(({ id, hits }) => ({ id, hits })),
	};
}

function showAccount(world: World, account: SandboxAccount, baseUrl: Control['baseUrl']): unknown {
	const now = world.clock.now();
	return {
		...account,
		baseUrl: baseUrl(account.flavour),
		recipients: world.recipientsOf(account).map((recipient) => {
			const wroteAt = recipient.lastWroteAt;
			const until = (ms: number): string | null =>
				wroteAt === null ? null : new Date(wroteAt + ms).toISOString();
			return {
				...recipient,
				isWindowOpen: wroteAt !== null && now - wroteAt < WINDOW_MS,
				windowClosesAt: until(WINDOW_MS),
				humanAgentClosesAt: until(HUMAN_AGENT_WINDOW_MS),
			};
		}),
	};
}

function showMessage(message: DeliveredMessage): unknown {
	const withoutBytes = ({ bytes: _bytes, ...rest }: DeliveredMessage['attachments'][number]) =>
		rest;
	const { attachment, attachments, ...rest } = message;
	return {
		...rest,
		...(attachment === undefined
			? {}
			: {
					attachment: withoutBytes(attachment),
					mediaUrl: `/_sandbox/messages/${encodeURIComponent(message.messageId)}/media`,
				}),
		attachments: attachments.map(withoutBytes),
	};
}

/** Somebody may have pasted a real token: over HTTP it is not shown. */
function maskRequest(request: RecordedRequest): unknown {
	const headers = { ...request.headers };
	if (headers.authorization !== undefined) headers.authorization = '(hidden)';
	return { ...request, headers };
}

/** Players ask for ranges when they seek. */
function mediaReply({ world }: Control, messageId: string, range: string | undefined): Reply {
	const message = world.messages.find((each) => each.messageId === decodeURIComponent(messageId));
	const attachment = message?.attachment;
	if (attachment === undefined) return jsonReply(404, { mistake: 'No such message with media' });
	const { bytes, container, contentType } = attachment;
	const headers: Record<string, string> = {
		'Content-Type': PLAYABLE_TYPES[container] ?? (contentType || 'application/octet-stream'),
		'Content-Disposition': 'inline',
		'X-Content-Type-Options': 'nosniff',
		'Accept-Ranges': 'bytes',
	};
	const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
	const start = Number(asked?.[1] ?? 0);
	if (asked === null || start >= bytes.length) return { status: 200, headers, body: bytes };
	const end = asked[2] ? Math.min(Number(asked[2]), bytes.length - 1) : bytes.length - 1;
	headers['Content-Range'] = `bytes ${start}-${end}/${bytes.length}`;
	return { status: 206, headers, body: bytes.subarray(start, end + 1) };
}

const PLAYABLE_TYPES: Record<string, string> = {
	m4a: 'audio/mp4',
	mp4: 'audio/mp4',
	aac: 'audio/aac',
	wav: 'audio/wav',
	mp3: 'audio/mpeg',
	ogg: 'audio/ogg',
	webm: 'audio/webm',
	flac: 'audio/flac',
};

const UNITS_MS: Record<string, number> = {
	ms: 1,
	seconds: 1000,
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

function advanceClock({ world }: Control, body: Record<string, unknown>): unknown {
	let ms = 0;
	for (const [unit, amount] of Object.entries(body)) {
		const unitMs = UNITS_MS[unit];
		if (unitMs === undefined || typeof amount !== 'number' || !(amount >= 0)) {
			throw new ControlMistake('Give non-negative numbers of ms, seconds, minutes, hours or days');
		}
		ms += amount * unitMs;
	}
	world.clock.advance(ms);
	return { now: new Date(world.clock.now()).toISOString() };
}

function changeSettings({ world }: Control, body: Record<string, unknown>): unknown {
	assignKnown(world.settings, body, Object.keys(defaultSettings) as Array<keyof Settings>);
	return world.settings;
}

function addFault({ faults }: Control, body: Record<string, unknown>): unknown {
	const { path, method, times, effect } = body;
	if (typeof effect !== 'string' && !isObject(effect)) {
		throw new ControlMistake('Give an effect, e.g. "deliver-then-500" or {"error":{"code":613}}');
	}
	const fault = faults.add({
		...(typeof path === 'string' ? { path: new RegExp(path) } : {}),
		...(typeof method === 'string' ? { method } : {}),
		...(typeof times === 'number' ? { times } : {}),
		effect: effect as FaultEffect,
	});
	return { id: fault.id };
}

function releaseFault({ faults }: Control, _body: Record<string, unknown>, id: string): unknown {
	const fault = faults.find(id);
	if (fault === undefined) throw new ControlMistake('No such fault');
	fault.release();
	return { released: true };
}

function changeAccount(
	{ world, baseUrl }: Control,
	body: Record<string, unknown>,
	id: string,
): unknown {
	const account = findAccount(world, id);
	assignKnown(account, body, [
		'isLinkedToInstagram',
		'allowsMessageAccess',
		'requiresAppSecretProof',
	]);
	return showAccount(world, account, baseUrl);
}

function addPerson({ world }: Control, body: Record<string, unknown>, id: string): unknown {
	const recipient = addRecipient(world, findAccount(world, id));
	assignKnown(recipient, body, ['name', 'lastWroteAt', 'isAvailable', 'threadOwner']);
	return recipient;
}

/** `{"wrote": true}` opens the person's window again, as their writing would. */
function changeRecipient({ world }: Control, body: Record<string, unknown>, id: string): unknown {
	const recipient = world.accounts
		.flatMap((account) => world.recipientsOf(account))
		.find((each) => each.id === id);
	if (recipient === undefined) throw new ControlMistake(`Nobody here has the id ${id}`);
	const { wrote, ...changes } = body;
	if (wrote === true) recipient.lastWroteAt = world.clock.now();
	assignKnown(recipient, changes, ['name', 'lastWroteAt', 'isAvailable', 'threadOwner']);
	return recipient;
}

function findAccount(world: World, id: string): SandboxAccount {
	const account = world.accounts.find((each) => [each.id, each.pageId].includes(id));
	if (account === undefined) throw new ControlMistake(`No account has the id ${id}`);
	return account;
}

/** Takes over the named keys; the type of the present value is the type of the new one. */
function assignKnown<T extends object>(
	target: T,
	changes: Record<string, unknown>,
	keys: ReadonlyArray<keyof T & string>,
): void {
	for (const [name, value] of Object.entries(changes)) {
		const key = keys.find((each) => each === name);
		if (key === undefined) throw new ControlMistake(`Give only ${keys.join(', ')}`);
		const isSameType = target[key] === null || typeof value === typeof target[key];
		if (!isSameType) throw new ControlMistake(`${name} must be a ${typeof target[key]}`);
		target[key] = value as T[typeof key];
	}
}
