import { Report } from '../package/report';
import { checkCredentials } from './checks/credentials';
import { checkLoading } from './checks/loading';
import { checkReceiving } from './checks/receiving';
import { checkSending } from './checks/sending';
import { Curtain } from './curtain';
import { openStage } from './stage';

/** Uses the packed tarball on a real n8n server, with the sandbox in Meta's place. */
async function main(curtain: Curtain): Promise<number> {
	const report = new Report();
	try {
		const stage = await openStage(curtain);
		await checkLoading(report, stage);
		await checkCredentials(report, stage);
		await checkSending(report, stage);
		await checkReceiving(report, stage);
		const code = report.close();
		if (code !== 0) console.log(`\nn8n said:\n${stage.server.log()}`);
		return code;
	} finally {
		await curtain.close();
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
