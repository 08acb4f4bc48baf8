import { useCallback, useEffect, useState } from 'preact/hooks';

import { control } from '../api.js';

const SECOND_MS = 1000;

/** The sandbox's time in ms since the epoch, every second. */
export function useNow(aheadMs: number): number {
	const [now, setNow] = useState(Date.now);
	useEffect(() => {
		const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
		return () => clearInterval(timer);
	}, []);
	return now + aheadMs;
}

/**
 * What a control call answers; `undefined` until it has.
 * @param changes asked anew when this changes
 */
export function useAnswer<Answer>(path: string, changes = ''): Answer | undefined {
	const [answer, setAnswer] = useState<Answer>();
	useEffect(() => {
		let isWanted = true;
		control<Answer>('GET', path).then(
			(given) => isWanted && setAnswer(() => given),
			// The page says by itself that the sandbox does not answer.
			() => undefined,
		);
		return () => {
			isWanted = false;
		};
	}, [path, changes]);
	return answer;
}

export interface Task {
	run: (work: () => Promise<void>) => void;
	isRunning: boolean;
	/** Why the latest run failed. */
	error: string;
}

/** Runs what a button is for, one at a time, and keeps the sandbox's explanation if it refuses. */
export function useTask(): Task {
	const [isRunning, setRunning] = useState(false);
	const [error, setError] = useState('');
	const run = useCallback((work: () => Promise<void>): void => {
		setRunning(true);
		setError('');
		work()
			.catch((cause: unknown) => setError(cause instanceof Error ? cause.message : String(cause)))
			.finally(() => setRunning(false));
	}, []);
	return { run, isRunning, error };
}

/** The account chosen in a panel: the open thread's until somebody chooses another. */
export function useAccountId(
	openId: string | undefined,
	firstId: string | undefined,
): [id: string, choose: (id: string) => void] {
	const [chosen, choose] = useState<string>();
	return [chosen ?? openId ?? firstId ?? '', choose];
}
