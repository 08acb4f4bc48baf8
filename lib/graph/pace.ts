/**
 * Meta takes ten audio or video messages a second from one account, on both platforms.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting
 * A twentieth more than a tenth of a second between two of them, because the network does not
 * keep the distance: ten sends then always span more than a second on arrival.
 */
const AUDIO_INTERVAL_MS = 105;

/** What the pacer knows of an account. */
interface Lane {
	nextSendAtMs: number;
	pausedUntilMs: number;
}

/** Idle accounts are forgotten past this many, oldest first. */
const MAX_LANES = 1000;

/**
 * Spaces sends per account, over all executions of this process, and holds an account back while
 * Meta throttles it: calling on would lengthen the block.
 */
export class Pacer {
	private readonly lanes = new Map<string, Lane>();

	constructor(private readonly now: () => number = Date.now) {}

	/** Milliseconds until this account may send again after Meta's throttle; 0 when it is free. */
	pausedForMs(account: string): number {
		return Math.max(0, (this.lanes.get(account)?.pausedUntilMs ?? 0) - this.now());
	}

	/** Takes the account's next free slot; returns how long to wait for it. */
	takeAudioSlot(account: string): number {
		const lane = this.lane(account);
		const slotAtMs = Math.max(this.now(), lane.nextSendAtMs, lane.pausedUntilMs);
		lane.nextSendAtMs = slotAtMs + AUDIO_INTERVAL_MS;
		return slotAtMs - this.now();
	}

	/** Holds all sends of the account back for a while. */
	pause(account: string, waitMs: number): void {
		const lane = this.lane(account);
		lane.pausedUntilMs = Math.max(lane.pausedUntilMs, this.now() + waitMs);
	}

	private lane(account: string): Lane {
		const known = this.lanes.get(account);
		// Re-inserted, so that the map's order is the order of last use.
		this.lanes.delete(account);
		const lane = known ?? { nextSendAtMs: 0, pausedUntilMs: 0 };
		this.lanes.set(account, lane);
		if (this.lanes.size > MAX_LANES) {
			const oldest = this.lanes.keys().next();
			if (!oldest.done) this.lanes.delete(oldest.value);
		}
		return lane;
	}
}
