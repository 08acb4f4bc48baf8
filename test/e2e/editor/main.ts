import { runSuite } from '../runSuite';
import { checkSearch } from './checks/search';
import { openEditorStage } from './stage';

/**
 * Uses the packed tarball in n8n's own editor, in a real browser: `npm run test:editor [-- <check>]`.
 * Pictures of what it saw are in `artefacts/editor-*.png`.
 */
runSuite({
	checks: { search: checkSearch },
	open: openEditorStage,
	log: ({ server }) => server.log(),
});
