/** Long after this, Meta shows what it has taken, or never will. */
const KEPT_MS = 10 * 60_000;

/**
 * Remembers to whom something was sent whose outcome nobody knows: it may still turn up in the
 * conversation, where it could be taken for the next message.
 */
export class UnverifiedSends {
	/** When each was posted, the oldest first. */
	private readonly postedAtMs = new Map<string, number>();

	constructor(private readonly now: () => number = Date.now) {}

	note(recipientId: string): void {
		this.forgetOld();
		this.postedAtMs.delete(recipientId);
		this.postedAtMs.set(recipientId, this.now());
	}

	has(recipientId: string): boolean {
		this.forgetOld();
		return this.postedAtMs.has(recipientId);
	}

	private forgetOld(): void {
		for (const [recipientId, postedAtMs] of this.postedAtMs) {
			if (this.now() - postedAtMs < KEPT_MS) break;
			this.postedAtMs.delete(recipientId);
		}
	}
}
