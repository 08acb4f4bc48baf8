import { Report } from '../package/report';
import { checkCredentials } from './checks/credentials';
import { checkLoading } from './checks/loading';
import { checkReceiving } from './checks/receiving';
import { checkSending } from './checks/sending';
import { Curtain } from './curtain';
import { openStage, type Stage } from './stage';

/** Uses the packed tarball on a real n8n server, with the sandbox in Meta's place. */
async function main(curtain: Curtain): Promise<number> {
	try {
		return await runChecks(await openStage(curtain));
	} finally {
		await curtain.close();
	}
}

/** @returns the exit code */
async function runChecks(stage: Stage): Promise<number> {
	const report = new Report();
	let code = 1;
	try {
		await checkLoading(report, stage);
		await checkCredentials(report, stage);
		await checkSending(report, stage);
		await checkReceiving(report, stage);
		code = report.close();
		return code;
	} finally {
		if (code !== 0) console.error(`\nn8n said:\n${stage.server.log()}`);
	}
}

const curtain = new Curtain();
for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
] as const) {
	process.once(signal, () => void curtain.close().then(() => process.exit(code)));
}
main(curtain).then(
	(code) => (process.exitCode = code),
	(error: unknown) => {
		if (!curtain.signal.aborted) console.error(error);
		process.exitCode = 1;
	},
);
