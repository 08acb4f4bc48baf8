import { launchChromium } from '../../browser/chromium';
import type { Cleanup } from '../cleanup';
import { OWNER } from '../n8nApi';
import { openStage, type Stage } from '../stage';
import { Editor } from './editor';

/** A real n8n as {@link Stage} has it, with its editor open in a browser. */
export interface EditorStage extends Stage {
	editor: Editor;
}

/** Starts everything, logged in as the owner; what has been started is closed by the cleanup. */
export async function openEditorStage(cleanup: Cleanup): Promise<EditorStage> {
	const stage = await openStage(cleanup);
	const browser = await launchChromium();
	cleanup.onClose(() => browser.close());
	const editor = await Editor.open(browser, stage.api);
	await editor.login(OWNER.email, OWNER.password);
	return { ...stage, editor };
}
