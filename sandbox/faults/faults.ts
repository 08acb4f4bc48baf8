import { htmlErrorReply, type ReplyContext } from '../graph/reply';
import type { Reply } from '../http/reply';
import type { FaultEffect } from './effects';
import { injectedReply, withoutMessageId } from './injected';
import type { RecordedRequest } from './recorder';

/** Which requests a fault hits, and how. */
export interface FaultSpec {
	/** Matched against the path as received (host prefix, version), without the query. */
	path?: RegExp;
	method?: string;
	/** With `reset-before-reading` the body is not known yet. */
	when?: (request: RecordedRequest) => boolean;
	/** How many requests it hits before it is used up; default 1. */
	times?: number;
	/** What it is called in lists and in the log; default: its effect and path. */
	label?: string;
	effect: FaultEffect;
}

/** A fault that was added. */
export interface Fault {
	readonly id: string;
	readonly label: string;
	/** Requests hit so far. */
	readonly hits: number;
	/** Requests it will hit before it is used up. */
	readonly timesLeft: number;
	/** Whether an answer is held back until `release()`. */
	readonly isHolding: boolean;
	/** Resolves with the first request hit: delivered (if it delivers), and not yet answered. */
	readonly reached: Promise<RecordedRequest>;
	/** Lets held answers go, now and later. */
	release(): void;
	remove(): void;
}

/** What a fault may do with the connection. */
export interface Connection {
	context: ReplyContext;
	/** Lets the sandbox answer as usual (and so deliver), without writing the answer. */
	deliver(): Promise<Reply>;
	send(reply: Reply): void;
	reset(): void;
	truncate(reply: Reply): void;
}

/** The faults waiting to happen; the first that matches a request wins. */
export class Faults {
	private readonly active: ActiveFault[] = [];
	private lastId = 0;

	add(spec: FaultSpec): Fault {
		this.lastId += 1;
		const fault = new ActiveFault(String(this.lastId), spec, () => this.remove(fault));
		this.active.push(fault);
		return fault;
	}

	find(id: string): Fault | undefined {
		return this.active.find((each) => each.id === id);
	}

	list(): Fault[] {
		return [...this.active];
	}

	/** Removes all and lets held answers go. */
	clear(): void {
		for (const fault of this.active.splice(0)) fault.release();
	}

	/**
	 * The fault for this request, counted as used.
	 * @param phase before the body was read only `reset-before-reading` can strike, later only the others
	 */
	take(request: RecordedRequest, phase: 'beforeReading' | 'afterReading'): ActiveFault | undefined {
		const fault = this.active.find((each) => each.phase === phase && each.matches(request));
		fault?.hit();
		return fault;
	}

	private remove(fault: ActiveFault): void {
		const at = this.active.indexOf(fault);
		if (at >= 0) this.active.splice(at, 1);
	}
}

/** A fault at work, as the server plays it. */
export class ActiveFault implements Fault {
	readonly reached: Promise<RecordedRequest>;
	readonly phase: 'beforeReading' | 'afterReading';
	hits = 0;
	private holding = 0;
	private isReleased = false;
	private readonly effect: Exclude<FaultEffect, string>;
	private readonly gate: Promise<void>;
	private openGate!: () => void;
	private announce!: (request: RecordedRequest) => void;

	constructor(
		readonly id: string,
		private readonly spec: FaultSpec,
		readonly remove: () => void,
	) {
		this.effect = typeof spec.effect === 'string' ? { kind: spec.effect } : spec.effect;
		this.reached = new Promise((resolve) => (this.announce = resolve));
		this.gate = new Promise((resolve) => (this.openGate = resolve));
		const isEarly = 'kind' in this.effect && this.effect.kind === 'reset-before-reading';
		this.phase = isEarly ? 'beforeReading' : 'afterReading';
	}

	get label(): string {
		const { label, path } = this.spec;
		return label ?? `${describeEffect(this.effect)} on ${path?.source ?? 'any call'}`;
	}

	get timesLeft(): number {
		return Math.max(0, (this.spec.times ?? 1) - this.hits);
	}

	get isHolding(): boolean {
		return this.holding > 0 && !this.isReleased;
	}

	matches(request: RecordedRequest): boolean {
		const { path, method, when } = this.spec;
		if (this.timesLeft === 0) return false;
		if (method !== undefined && method !== request.method) return false;
		// A global RegExp remembers where it stopped; searching a string does not.
		if (path !== undefined && request.path.search(path) === -1) return false;
		return when?.(request) ?? true;
	}

	hit(): void {
		this.hits += 1;
	}

	release(): void {
		this.isReleased = true;
		this.openGate();
	}

	/** Does to the request what the fault is for. */
	async play(request: RecordedRequest, connection: Connection): Promise<void> {
		const { effect } = this;
		const { context } = connection;
		const announce = (): void => this.announce(request);
		if ('response' in effect) {
			const { status, body = '', headers = {} } = effect.response;
			announce();
			connection.send({ status, body, headers });
			return;
		}
		if (!('kind' in effect) || effect.kind === 'slow-then-error') {
			announce();
			if ('kind' in effect) await this.hold();
			connection.send(injectedReply(effect, context));
			return;
		}
		if (effect.kind === 'reset-before-reading') {
			connection.reset();
			announce();
			return;
		}
		const reply = await connection.deliver();
		announce();
		// Meta refused by itself, so there was nothing to deliver and nothing to disturb.
		if (reply.status >= 400) {
			connection.send(reply);
			return;
		}
		switch (effect.kind) {
			case 'deliver-then-reset': {
				connection.reset();
				return;
			}
			case 'truncate-response': {
				connection.truncate(reply);
				return;
			}
			case 'deliver-without-id': {
				connection.send(withoutMessageId(reply, context));
				return;
			}
			case 'deliver-slowly': {
				await this.hold();
				connection.send(reply);
				return;
			}
			case 'deliver-then-error': {
				connection.send(injectedReply(effect, context));
				return;
			}
			case 'deliver-then-500': {
				connection.send(
					effect.body === 'graph'
						? injectedReply({ error: { code: 2 } }, context)
						: htmlErrorReply(500),
				);
				return;
			}
		}
	}

	private async hold(): Promise<void> {
		this.holding += 1;
		await this.gate;
		this.holding -= 1;
	}
}

function describeEffect(effect: Exclude<FaultEffect, string>): string {
	if ('kind' in effect) return effect.kind;
	if ('response' in effect) return `HTTP ${effect.response.status}`;
	const { error } = effect;
	return typeof error === 'string' ? error : `error ${error.code}`;
}
