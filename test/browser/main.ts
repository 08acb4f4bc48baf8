import { runSuite } from '../e2e/runSuite';
import { checkAccessibility } from './checks/accessibility';
import { checkActing } from './checks/acting';
import { checkAttacks } from './checks/attacks';
import { checkCockpitLog } from './checks/cockpitLog';
import { checkCockpitSetUp } from './checks/cockpitSetUp';
import { checkCockpitWorld } from './checks/cockpitWorld';
import { checkComments } from './checks/comments';
import { checkKeyboard } from './checks/keyboard';
import { checkLive } from './checks/live';
import { checkPhone } from './checks/phone';
import { checkReceiving } from './checks/receiving';
import { checkTapping } from './checks/tapping';
import { checkVoiceNotes } from './checks/voiceNotes';
import { openStage } from './stage';

/** Uses the sandbox's page in a real Chromium: `npm run test:browser [-- <check>]`. Screenshots go to `artefacts/`. */
runSuite({
	checks: {
		receiving: checkReceiving,
		voiceNotes: checkVoiceNotes,
		tapping: checkTapping,
		acting: checkActing,
		comments: checkComments,
		keyboard: checkKeyboard,
		phone: checkPhone,
		accessibility: checkAccessibility,
		live: checkLive,
		attacks: checkAttacks,
		cockpitSetUp: checkCockpitSetUp,
		cockpitWorld: checkCockpitWorld,
		cockpitLog: checkCockpitLog,
	},
	open: openStage,
	log: ({ log }) => log.join('\n'),
});
