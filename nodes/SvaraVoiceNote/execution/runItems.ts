/** An item's place in the order of sends. */
export interface SendOrder {
	/**
	 * Starts something when all earlier items have started theirs or are done, and lets the next
	 * item go on as soon as it has started. Rejects with {@link Halted} after an earlier failure.
	 */
	enter<R>(start: () => Promise<R>): Promise<R>;
	/** Throws {@link Halted} if an earlier item has failed meanwhile. */
	check(): void;
}

/** Not a failure of this item: the run was over before it could begin. */
export class Halted extends Error {}

export type Outcome<T> =
	{ status: 'done'; value: T } | { status: 'failed'; thrown: unknown } | { status: 'halted' };

/**
 * How many items are worked on at once. Meta takes ten notes a second; with a second for the upload
 * and one for the send, twenty are under way at full pace, and the others are being converted.
 */
const CONCURRENCY = 32;

/**
 * Works on items side by side, yet with the effects of one after the other: sends start in input
 * order, and after a failure (if that ends the run) nothing behind it starts. Waits for everything
 * that had started, because n8n may run the node again right away. Never rejects.
 */
export async function runItems<T>(
	count: number,
	work: (index: number, order: SendOrder) => Promise<T>,
	{ haltOnFailure }: { haltOnFailure: boolean },
): Promise<Array<Outcome<T>>> {
	const outcomes: Array<Outcome<T>> = [];
	let failedAt = Infinity;
	let next = 0;
	/** Settles when every item taken so far has started its send or is done. */
	let allPassed = Promise.resolve();

	const workOn = async (index: number, ready: Promise<void>, pass: () => void) => {
		const check = () => {
			if (failedAt < index) throw new Halted();
		};
		const enter: SendOrder['enter'] = async (start) => {
			await ready;
			check();
			const started = start();
			pass();
			return await started;
		};
		try {
			outcomes[index] = { status: 'done', value: await work(index, { enter, check }) };
		} catch (thrown) {
			if (thrown instanceof Halted) return;
			outcomes[index] = { status: 'failed', thrown };
			if (haltOnFailure) failedAt = Math.min(failedAt, index);
		} finally {
			pass();
		}
	};

	const worker = async () => {
		while (next < count && next < failedAt) {
			const ready = allPassed;
			let pass = () => {};
			const passed = new Promise<void>((resolve) => (pass = resolve));
			allPassed = ready.then(async () => await passed);
			await workOn(next++, ready, pass);
		}
	};
	await Promise.all(Array.from({ length: Math.min(CONCURRENCY, count) }, worker));
	return Array.from({ length: count }, (_, index) => outcomes[index] ?? { status: 'halted' });
}
