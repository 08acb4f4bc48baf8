import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { WorkflowFile } from '../n8nApi';

/** This file is compiled to `dist/test/e2e/examples`. */
const FOLDER = join(__dirname, '../../../../examples');

/** Where the examples expect the sandbox: its usual port. */
const SANDBOX_URL = 'http://127.0.0.1:8026';

/** The files of `examples/` by their names, in the order of its README. */
export const EXAMPLES = [
	'answer-a-voice-note',
	'voice-agent',
	'crm-event-to-voice-note',
	'a-person-takes-over',
	'several-messages-one-answer',
	'comment-to-voice-note',
	'one-upload-many-recipients',
	'keep-token-alive',
	'svara-compatible-endpoint',
	'send-a-voice-note',
] as const;

export type ExampleName = (typeof EXAMPLES)[number];

/** @param sandboxUrl of the sandbox at hand, which takes the place of the one in the file */
export function readExample(name: ExampleName, sandboxUrl = SANDBOX_URL): WorkflowFile {
	const text = readFileSync(join(FOLDER, `${name}.json`), 'utf8');
	return JSON.parse(text.replaceAll(SANDBOX_URL, sandboxUrl)) as WorkflowFile;
}
