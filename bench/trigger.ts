import { openTriggerStage, type TriggerStage } from '../test/engine/triggerStage';
import { HAS_REDIS, HAS_SQLITE, openRedis } from '../test/ledger/stores';
import { messaging, UPDATES } from '../test/webhook/payloads';
import { median, millisecondsOf } from './measure';

const EVENTS_A_ROUND = 1_000;
const ROUNDS = 5;

/** Requests under way at a time, as from a busy account. */
const AT_ONCE = 20;

/** Meta puts up to a thousand updates into a request. */
const BATCHES = [1, 10, 100];

/** Events through one trigger on n8n's engine: over HTTP, verified, looked up in the ledger, each request with new ones a run. */
export async function benchTrigger(): Promise<string[]> {
	const lines: string[] = [];
	if (HAS_SQLITE) lines.push(await benchOn('SQLite', {}));
	if (HAS_REDIS) {
		const redis = await openRedis();
		try {
			lines.push(await benchOn('Redis', { SVARA_REDIS_URL: `redis://127.0.0.1:${redis.port}` }));
		} finally {
			await redis.close();
		}
	}
	return lines;
}

async function benchOn(name: string, env: Record<string, string>): Promise<string> {
	const stage = await openTriggerStage({ env });
	try {
		await stage.open({ events: ['message'] });
		const figures: string[] = [];
		for (const size of BATCHES) {
			const aSecond = await eventsASecond(stage, size);
			figures.push(`${Math.round(aSecond)} a second in requests of ${size}`);
		}
		return `events through one trigger, ledger in ${name}: ${figures.join(', ')} (goal: 1000)`;
	} finally {
		await stage.close();
	}
}

async function eventsASecond(stage: TriggerStage, size: number): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const requests = Array.from({ length: EVENTS_A_ROUND / size }, (_, request) =>
			batch(size, `${size}:${round}:${request}`),
		);
		const runsBefore = stage.live.runs.length;
		times.push(await millisecondsOf(async () => await deliverAll(stage, [...requests])));
		if (stage.live.runs.length !== runsBefore + requests.length) {
			throw new Error('The trigger lost or repeated events');
		}
	}
	return EVENTS_A_ROUND / (median(times) / 1_000);
}

async function deliverAll(stage: TriggerStage, requests: unknown[]): Promise<void> {
	const work = async () => {
		for (let body = requests.pop(); body; body = requests.pop()) {
			const { status } = await stage.deliver(body);
			if (status !== 200) throw new Error(`The trigger answered ${status}`);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const batch = (size: number, id: string): unknown =>
	messaging(
		Array.from({ length: size }, (_, index) => ({
			...UPDATES.text,
			message: { mid: `mid-${id}-${index}`, text: 'Hello' },
		})),
	);
