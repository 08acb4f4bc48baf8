import { untilAborted } from '../untilAborted';

/** A caller's hold on the events it is the first to bring. */
export interface Claim {
	/** Which of the deduplicationKeys asked for are news. */
	fresh: ReadonlySet<string>;
	/** Their run has started: they count as seen from now on. */
	commit(): void;
	/** It was not: the next delivery brings them again. Nothing happens after a commit. */
	release(): void;
}

/**
 * Remembers which events have been taken, so that Meta's repetitions start no second run. An event is
 * pending from its claim until that is committed or released, and whoever brings it meanwhile waits.
 */
export class EventMemory {
	private readonly pending = new Map<string, Promise<void>>();

	/** In the order they were committed. */
	private readonly committed = new Set<string>();

	/** @param capacity how many events are remembered; the oldest are forgotten first */
	constructor(private readonly capacity: number) {}

	/**
	 * Claims what is new among the deduplicationKeys: all of it at once, and nothing while another claim is
	 * pending on any of them, so that callers never wait for each other in a circle.
	 *
	 * @param knownBefore what was seen in an earlier life of the process
	 * @param signal ends the waiting
	 * @returns undefined if it was still undecided when the signal came
	 */
	async claim(
		deduplicationKeys: readonly string[],
		knownBefore: ReadonlySet<string>,
		signal: AbortSignal,
	): Promise<Claim | undefined> {
		for (;;) {
			const undecided = deduplicationKeys
				.map((id) => this.pending.get(id))
				.filter((each) => each !== undefined);
			if (undecided.length === 0) break;
			if (signal.aborted) return undefined;
			await untilAborted(Promise.all(undecided), signal);
		}
		const isNew = (id: string) => !this.committed.has(id) && !knownBefore.has(id);
		return this.hold(new Set(deduplicationKeys.filter(isNew)));
	}

	/** The latest events that were seen, oldest first, for a store that outlives the process. */
	recent(count: number, knownBefore: readonly string[]): string[] {
		const own = [...this.committed].slice(-count);
		const before = knownBefore.filter((id) => !this.committed.has(id));
		return [...before, ...own].slice(-count);
	}

	private hold(fresh: ReadonlySet<string>): Claim {
		let isSettled = false;
		let settle = () => {};
		const settled = new Promise<void>((resolve) => (settle = resolve));
		for (const id of fresh) this.pending.set(id, settled);
		const end = (isCommitted: boolean) => {
			if (isSettled) return;
			isSettled = true;
			for (const id of fresh) {
				this.pending.delete(id);
				if (isCommitted) this.committed.add(id);
			}
			this.forgetOldest();
			settle();
		};
		return { fresh, commit: () => end(true), release: () => end(false) };
	}

	private forgetOldest(): void {
		for (const id of this.committed) {
			if (this.committed.size <= this.capacity) return;
			this.committed.delete(id);
		}
	}
}
