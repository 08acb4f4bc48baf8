import { startSandbox, type Sandbox } from '../../sandbox';
import { startCallback, type Callback } from './callback';

/** What tests of webhooks need. */
export interface Stage {
	sandbox: Sandbox;
	callback: Callback;
}

/**
 * Starts a sandbox for all tests of a file, which is as new before each of them, and a callback for each.
 * @param assign puts both into variables of the file, before each test
 */
export function useSandboxWithCallback(assign: (stage: Stage) => void): void {
	let sandbox: Sandbox;
	let callback: Callback;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(() => sandbox.close());
	beforeEach(async () => {
		sandbox.reset();
		callback = await startCallback();
		assign({ sandbox, callback });
	});
	afterEach(() => callback.close());
}
