import { runSuite } from '../runSuite';
import { checkAccounts } from './checks/accounts';
import { checkAction } from './checks/action';
import { checkSearch } from './checks/search';
import { checkTrigger } from './checks/trigger';
import { openEditorStage } from './stage';

/**
 * Uses the packed tarball in n8n's own editor, in a real browser: `npm run test:editor [-- <check>]`.
 * Pictures of what it saw are in `artefacts/editor-*.png`.
 */
runSuite({
	checks: {
		search: checkSearch,
		trigger: checkTrigger,
		action: checkAction,
		accounts: checkAccounts,
	},
	open: openEditorStage,
	log: ({ server }) => server.log(),
});
