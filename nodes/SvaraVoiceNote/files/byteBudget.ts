import { MAX_ATTACHMENT_BYTES } from '../../../lib/sizes';
import { untilAborted } from '../../../lib/untilAborted';
import { cancelled } from '../../shared/failure';

/**
 * Limits how many bytes of files are copied or uploaded at once, first come first served: each transfer
 * keeps buffers of its own, however it is streamed.
 */
export class ByteBudget {
	private freeBytes: number;

	private readonly queue: Array<{ sizeBytes: number; go: () => void }> = [];

	constructor(private readonly totalBytes: number) {
		this.freeBytes = totalBytes;
	}

	/**
	 * Runs the task when there is room for the file; one larger than the whole budget runs alone.
	 * @throws SvaraError `cancelled` if the signal has aborted before its turn comes
	 */
	async spend<T>(sizeBytes: number, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		const taken = Math.min(sizeBytes, this.totalBytes);
		const place = { sizeBytes: taken, go: () => {} };
		const admitted = new Promise<void>((resolve) => (place.go = resolve));
		this.queue.push(place);
		this.serve();
		await untilAborted(admitted, signal);
		const at = this.queue.indexOf(place);
		if (at >= 0) {
			this.queue.splice(at, 1);
			this.serve();
			throw cancelled();
		}
		try {
			if (signal?.aborted) throw cancelled();
			return await task();
		} finally {
			this.freeBytes += taken;
			this.serve();
		}
	}

	private serve(): void {
		for (let [next] = this.queue; next && next.sizeBytes <= this.freeBytes; [next] = this.queue) {
			this.queue.shift();
			this.freeBytes -= next.sizeBytes;
			next.go();
		}
	}
}

/** Two files of the largest size that Meta takes; a voice note has about a hundredth of it. */
export const transferBudget = new ByteBudget(2 * MAX_ATTACHMENT_BYTES);
