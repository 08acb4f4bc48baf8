import { runSuite } from '../e2e/runSuite';
import { checkKeys } from './checks/keys';
import { openQueueStage } from './stage';

/**
 * Proves on a real n8n in queue mode that nothing goes out twice, whatever happens to its processes:
 * `npm run test:queue [-- <check>]`. The sandbox, in Meta's place, keeps the list of what arrived.
 */
runSuite({
	checks: {
		keys: checkKeys,
	},
	open: openQueueStage,
	log: ({ server, webhook, workers }) =>
		[server, webhook, ...workers].map((each) => each.log()).join('\n'),
});
