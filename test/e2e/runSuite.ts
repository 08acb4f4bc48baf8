import { Report } from '../package/report';
import { Cleanup } from './cleanup';

/** Makes some checks on a running stage. */
export type Check<S> = (report: Report, stage: S) => Promise<void>;

export interface Suite<S> {
	/** In this order, and by the names they are picked with on the command line. */
	checks: Readonly<Record<string, Check<S>>>;
	/** Starts what all checks share; what has been started is closed by the cleanup. */
	open: (cleanup: Cleanup) => Promise<S>;
	/** What n8n or the browser has printed, shown after a failure. */
	log: (stage: S) => string;
}

/** Runs the checks that the command line names, or all; leaves the exit code with the process. */
export function runSuite<S>(suite: Suite<S>): void {
	const cleanup = new Cleanup();
	for (const [signal, code] of [
		['SIGINT', 130],
		['SIGTERM', 143],
	] as const) {
		process.once(signal, () => void cleanup.close().then(() => process.exit(code)));
	}
	run(suite, cleanup).then(
		(code) => (process.exitCode = code),
		(error: unknown) => {
			if (!cleanup.signal.aborted) console.error(error);
			process.exitCode = 1;
		},
	);
}

async function run<S>({ checks, open, log }: Suite<S>, cleanup: Cleanup): Promise<number> {
	const picked = pickChecks(checks, process.argv.slice(2));
	try {
		return await runChecks(await open(cleanup), picked, log);
	} finally {
		await cleanup.close();
	}
}

/** Those named on the command line, or all. */
function pickChecks<S>(checks: Suite<S>['checks'], names: readonly string[]): Array<Check<S>> {
	const known = Object.keys(checks);
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length > 0) {
		throw new Error(`There is no check ${unknown.join(', ')}. There are ${known.join(', ')}.`);
	}
	return Object.entries(checks)
		.filter(([name]) => names.length === 0 || names.includes(name))
		.map(([, check]) => check);
}

/** @returns the exit code */
async function runChecks<S>(
	stage: S,
	checks: ReadonlyArray<Check<S>>,
	log: Suite<S>['log'],
): Promise<number> {
	const report = new Report();
	let code = 1;
	try {
		for (const check of checks) await check(report, stage);
		code = report.close();
		return code;
	} finally {
		if (code !== 0) console.error(`\nThe log:\n${log(stage)}`);
	}
}
