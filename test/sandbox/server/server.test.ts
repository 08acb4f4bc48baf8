import { startSandbox, type Sandbox } from '../../../sandbox';

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
