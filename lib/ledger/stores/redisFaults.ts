import { LedgerError } from './store';

/**
 * What Redis and its client say, and what to do. Redis begins an error with a word in capitals:
 * https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors
 */
const REDIS_ERRORS: ReadonlyArray<readonly [pattern: RegExp, what: string, fix: string]> = [
	[
		/^(WRONGPASS|NOAUTH|ERR (AUTH|invalid password))/,
		'does not accept the user or password',
		'Correct them in SVARA_REDIS_URL, or in QUEUE_BULL_REDIS_USERNAME and QUEUE_BULL_REDIS_PASSWORD',
	],
	[
		/^NOPERM/,
		"does not let this user at Svara's keys",
		'Allow the user keys that begin with svara: and the commands GET, SET, DEL, TIME, EVAL and EVALSHA',
	],
	[
		/^OOM/,
		'is out of memory',
		"Raise Redis' maxmemory; its policy must be noeviction, as n8n's queue needs it",
	],
	[
		/^(READONLY|MASTERDOWN|CLUSTERDOWN|LOADING|MISCONF|FAILOVER|UNBLOCKED)/,
		'is failing over or starting',
		'Wait until it is back; if it stays so, look into the log of Redis',
	],
];

/** Puts a fault of Redis or of the way there into a sentence and its fix. */
export function explainRedis(fault: unknown): LedgerError {
	// What an exhausted retry hides is why the last try failed.
	const { message, lastNodeError, previousErrors } = fault as {
		message?: string;
		lastNodeError?: Error;
		previousErrors?: Error[];
	};
	const words = [lastNodeError?.message, previousErrors?.at(-1)?.message, message ?? String(fault)];
	for (const [pattern, what, fix] of REDIS_ERRORS) {
		if (words.some((each) => each !== undefined && pattern.test(each))) {
			return new LedgerError(`Redis ${what}`, fix, { cause: fault });
		}
	}
	return new LedgerError(
		'Redis did not answer',
		'Check that it runs and that this n8n reaches it (SVARA_REDIS_URL, or QUEUE_BULL_REDIS_HOST and _PORT)',
		{ cause: fault },
	);
}
