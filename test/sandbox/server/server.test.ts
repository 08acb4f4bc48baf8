import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { startSandbox, type Sandbox } from '../../../sandbox';
import { itOnPosix } from '../../posix';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

test('an unknown path says where Graph calls go', async () => {
	const response = await fetch(`${sandbox.url}/v26.0/me`);
	expect(response.status).toBe(404);
	expect(await response.text()).toContain('/graph.facebook.com');
});

describe('npm run sandbox', () => {
	const main = path.resolve(__dirname, '../../../sandbox/main.js');

	itOnPosix('prints working credentials and stops on SIGTERM', async () => {
		const child = spawn(process.execPath, [main, '--port', '0']);
		try {
			let output = '';
			for await (const chunk of child.stdout) {
				output += String(chunk);
				if (output.includes('Press Ctrl+C')) break;
			}
			const baseUrl = /Base URL\s+(\S+graph\.instagram\.com\S+)/.exec(output)?.[1] ?? '';
			const token = /Access Token\s+(IG\S+)/.exec(output)?.[1] ?? '';
			const response = await fetch(`${baseUrl}/me?fields=user_id`, {
				headers: { authorization: `Bearer ${token}` },
			});
			expect(await response.json()).toMatchObject({
				user_id: sandbox.accounts.instagramLogin.igUserId,
			});
		} finally {
			const exit = once(child, 'exit');
			child.kill('SIGTERM');
			expect(await exit).toEqual([0, null]);
		}
	});

	test('says what to do about a taken port', async () => {
		const { port } = new URL(sandbox.url);
		const child = spawn(process.execPath, [main, '--port', port]);
		let output = '';
		child.stderr.on('data', (chunk) => (output += String(chunk)));
		expect(await once(child, 'close')).toEqual([1, null]);
		expect(output).toContain('choose another with --port');
	});
});
