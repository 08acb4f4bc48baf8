import { Report } from '../package/report';
import { checkCredentials } from './checks/credentials';
import { checkLoading } from './checks/loading';
import { checkReceiving } from './checks/receiving';
import { checkRenewing } from './checks/renewing';
import { checkRestarting } from './checks/restarting';
import { checkSending } from './checks/sending';
import { Cleanup } from './cleanup';
import { openStage, type Stage } from './stage';

/** In this order, and by the names they are picked with on the command line. */
const CHECKS = {
	loading: checkLoading,
	credentials: checkCredentials,
	sending: checkSending,
	receiving: checkReceiving,
	restarting: checkRestarting,
	// Last: weeks pass in the sandbox.
	renewing: checkRenewing,
};

/** Those named on the command line, or all: `npm run test:e2e -- restarting`. */
function pickChecks(
	names: readonly string[],
): Array<(report: Report, stage: Stage) => Promise<void>> {
	const known = Object.keys(CHECKS);
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length > 0) {
		throw new Error(`There is no check ${unknown.join(', ')}. There are ${known.join(', ')}.`);
	}
	return Object.entries(CHECKS)
		.filter(([name]) => names.length === 0 || names.includes(name))
		.map(([, check]) => check);
}

/** Uses the packed tarball on a real n8n server, with the sandbox in Meta's place. */
async function main(cleanup: Cleanup): Promise<number> {
	const checks = pickChecks(process.argv.slice(2));
	try {
		return await runChecks(await openStage(cleanup), checks);
	} finally {
		await cleanup.close();
	}
}

/** @returns the exit code */
async function runChecks(stage: Stage, checks: ReturnType<typeof pickChecks>): Promise<number> {
	const report = new Report();
	let code = 1;
	try {
		for (const check of checks) await check(report, stage);
		code = report.close();
		return code;
	} finally {
		if (code !== 0) console.error(`\nn8n said:\n${stage.server.log()}`);
	}
}

const cleanup = new Cleanup();
for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
] as const) {
	process.once(signal, () => void cleanup.close().then(() => process.exit(code)));
}
main(cleanup).then(
	(code) => (process.exitCode = code),
	(error: unknown) => {
		if (!cleanup.signal.aborted) console.error(error);
		process.exitCode = 1;
	},
);
