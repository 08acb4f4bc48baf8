import type { Report } from '../../package/report';
import { CONVERSATIONS } from '../examples/conversations';
import type { ExampleName } from '../examples/exampleFiles';
import { saveExampleCredentials } from '../examples/openExample';
import { WITHOUT_TRIGGER } from '../examples/withoutTrigger';
import type { Stage } from '../stage';

/** One for each example: a new one does not compile without. */
const CHECKS: Record<ExampleName, (stage: Stage) => Promise<void>> = {
	...CONVERSATIONS,
	...WITHOUT_TRIGGER,
};

/** Imports each example as a user does, triggers it, and looks at what arrives. */
export async function checkExamples(report: Report, stage: Stage): Promise<void> {
	await saveExampleCredentials(stage);
	for (const [name, check] of Object.entries(CHECKS)) {
		await report.check(`the example ${name} runs as imported`, () => check(stage));
	}
}
