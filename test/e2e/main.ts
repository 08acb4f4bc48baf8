import { checkCredentials } from './checks/credentials';
import { checkExamples } from './checks/examples';
import { checkLoading } from './checks/loading';
import { checkLocalN8n } from './checks/localN8n';
import { checkReceiving } from './checks/receiving';
import { checkRenewing } from './checks/renewing';
import { checkRestarting } from './checks/restarting';
import { checkSending } from './checks/sending';
import { runSuite } from './runSuite';
import { openStage } from './stage';

/** Uses the packed tarball on a real n8n server, with the sandbox in Meta's place: `npm run test:e2e [-- <check>]`. */
runSuite({
	checks: {
		loading: checkLoading,
		credentials: checkCredentials,
		sending: checkSending,
		receiving: checkReceiving,
		restarting: checkRestarting,
		examples: checkExamples,
		localN8n: checkLocalN8n,
		// Last: weeks pass in the sandbox.
		renewing: checkRenewing,
	},
	open: openStage,
	log: ({ server }) => server.log(),
});
