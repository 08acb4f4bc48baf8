import { startSandbox, type Sandbox } from '../../../sandbox';
import { diceOf, type Dice } from '../../attack/campaign';
import { controlCall } from '../controlCall';
import { send, text } from '../support';

/** One request each; `SVARA_ATTACK_RUNS` and `SVARA_ATTACK_SEED` as with the other attacks. */
const RUNS = Number(process.env.SVARA_ATTACK_RUNS ?? 300);
const FIRST_SEED = Number(process.env.SVARA_ATTACK_SEED ?? 20_261_121);

const METHODS = ['GET', 'POST', 'POST', 'POST', 'DELETE', 'PUT', 'OPTIONS', 'HEAD'];
const CONTENT_TYPES = [
	'application/json',
	'application/json',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'',
];
const EDGES = ['messages', 'message_attachments', 'conversations', 'subscribed_apps'];
const ACTS = ['writes', 'sends', 'sendsSpecial', 'edits', 'reacts', 'taps', 'comments', 'causes'];
const KEYS = [
	'act',
	'text',
	'type',
	'base64',
	'contentType',
	'messageId',
	'effect',
	'error',
	'path',
];
const GRAPH_KEYS = ['message', 'recipient', 'attachment', 'payload', 'constructor', '__proto__'];
const SCALARS = [0, -1, 1e308, '', '\0', '💜', '\ud800', 'x'.repeat(5000), null, true, 'audio'];

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.close());

/** Ids that exist and ids that do not. */
const ids = ({ id, recipients }: Sandbox['accounts']['messenger']): string[] => [
	...[id, recipients.open.id, recipients.second.id],
	...['999', '%zz', '..', '__proto__', ''],
];

/** A value of any shape, rarely deeper than a message. */
function value({ below, pick }: Dice, known: readonly string[], depth = 4): unknown {
	const inner = () => value({ below, pick } as Dice, known, depth - 1);
	if (depth === 0 || below(3) === 0) return pick<unknown>([...SCALARS, ...ACTS, ...known, [], {}]);
	if (below(3) === 0) return Array.from({ length: below(4) }, inner);
	const entry = (): [string, unknown] => [pick([...KEYS, ...GRAPH_KEYS]), inner()];
	return Object.fromEntries(Array.from({ length: below(5) }, entry));
}

/** In one of three cases cuts a body off, or puts something in where it does not belong. */
function damaged({ below, pick }: Dice, body: string): string {
	const at = below(body.length + 1);
	const added = pick(['"', '{', '\\', '\0', ',']);
	return pick([
		body,
		body,
		body,
		body,
		body.slice(0, at),
		body.slice(0, at) + added + body.slice(at),
	]);
}

async function attackOnce(dice: Dice, paths: readonly string[]): Promise<void> {
	const known = ids(sandbox.accounts.messenger);
	const method = dice.pick(METHODS);
	const path = dice.pick(paths).replace(/:\w+/g, () => dice.pick(known));
	const isControl = path.startsWith('/_sandbox/');
	const token = isControl ? sandbox.controlToken : sandbox.accounts.messenger.tokens.valid;
	const headers = {
		authorization: `Bearer ${token}`,
		'content-type': dice.pick(CONTENT_TYPES),
	};
	const body = damaged(dice, JSON.stringify(value(dice, known)));
	const init = ['GET', 'HEAD'].includes(method) ? {} : { body };
	const response = await fetch(sandbox.url + path, { method, headers, ...init });
	const answer = await response.text();
	if (response.status >= 500) {
		throw new Error(`${method} ${path} ${body.slice(0, 500)} gets ${response.status} ${answer}`);
	}
}

test('no request makes it fall over, and it goes on', async () => {
	const { calls } = (await controlCall(sandbox, 'GET', 'help')).body as { calls: string[] };
	const paths = [
		// A stream of events has no end to wait for.
		...calls.map((each) => each.split(' ')[1]!).filter((path) => !path.endsWith('/events')),
		...EDGES.map((edge) => `/graph.facebook.com/v26.0/:id/${edge}`),
		...EDGES.map((edge) => `/graph.instagram.com/v26.0/:id/${edge}`),
		'/gateway.hookmyapp.com/meta/v26.0/me/messages',
		'/lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=:id&signature=:id',
		'/:id',
	];
	for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) {
		await attackOnce(diceOf(seed), paths).catch((cause: unknown) => {
			const again = `SVARA_ATTACK_SEED=${seed} SVARA_ATTACK_RUNS=1`;
			throw new Error(`Failed with ${again} (and what came before): ${String(cause)}`, { cause });
		});
	}
	sandbox.reset();
	expect((await send(sandbox, 'messenger', text('still here'))).status).toBe(200);
});
