import { runSuite } from '../e2e/runSuite';
import { checkClock } from './checks/clock';
import { checkEnding } from './checks/ending';
import { checkEvents } from './checks/events';
import { checkFreezing } from './checks/freezing';
import { checkKeys } from './checks/keys';
import { checkKilling } from './checks/killing';
import { checkPace } from './checks/pace';
import { checkRedis } from './checks/redis';
import { openQueueStage } from './stage';

/**
 * Proves on a real n8n in queue mode that nothing goes out twice, whatever happens to its processes:
 * `npm run test:queue [-- <check>]`. The sandbox, in Meta's place, keeps the list of what arrived.
 */
runSuite({
	checks: {
		keys: checkKeys,
		killing: checkKilling,
		events: checkEvents,
		pace: checkPace,
		freezing: checkFreezing,
		redis: checkRedis,
		clock: checkClock,
		ending: checkEnding,
	},
	open: openQueueStage,
	log: ({ server, webhook, workers }) =>
		[server, webhook, ...workers].map((each) => each.log()).join('\n'),
});
