import { MAX_ATTACHMENT_BYTES } from '../../../lib/sizes';
import { cancelled } from '../../shared/failure';

/**
 * Lets so many bytes of files be on the move at once, first come first served: every file that is being
 * copied or uploaded keeps buffers of its own, however it is streamed.
 */
export class ByteBudget {
	private freeBytes: number;

	private readonly queue: Array<{ sizeBytes: number; go: () => void }> = [];

	constructor(private readonly totalBytes: number) {
		this.freeBytes = totalBytes;
	}

	/**
	 * Runs the task when there is room for the file; one larger than the whole budget runs alone.
	 * @throws SvaraError `cancelled` if the signal has aborted when its turn comes
	 */
	async spend<T>(sizeBytes: number, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		const taken = Math.min(sizeBytes, this.totalBytes);
		await new Promise<void>((go) => {
			this.queue.push({ sizeBytes: taken, go });
			this.serve();
		});
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
export const filesOnTheMove = new ByteBudget(2 * MAX_ATTACHMENT_BYTES);
