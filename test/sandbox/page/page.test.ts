import { startSandbox, type Sandbox } from '../../../sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const get = (name: string) => fetch(new URL(name, `${sandbox.url}/`));

/** The page's files that a file loads, as it names them. */
const loads = (text: string): string[] =>
	[...text.matchAll(/(?:src|href)="([^"]*)"|(?:from|import) '([^']*)'/g)].map(
		([, attribute, imported]) => (attribute ?? imported)!,
	);

test('the page and everything it loads is served, each as what it is', async () => {
	const contentTypes = new Map<string, string | null>();
	const queue = [''];
	for (const name of queue) {
		const response = await get(name);
		expect([name, response.status]).toEqual([name, 200]);
		contentTypes.set(name, response.headers.get('content-type'));
		queue.push(...loads(await response.text()).filter((each) => !queue.includes(each)));
	}
	expect(contentTypes.get('')).toBe('text/html; charset=utf-8');
	expect(contentTypes.get('page.css')).toBe('text/css; charset=utf-8');
	expect(contentTypes.get('page.js')).toBe('text/javascript; charset=utf-8');
});

test('the browser is told to run and to load nothing else', async () => {
	const response = await get('');
	expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
});

test.each(['tsconfig.json', '..%2Fserver%2Fserver.js', 'missing.js', 'page.ts'])(
	'%s is none of its files',
	async (name) => {
		expect((await get(name)).status).toBe(404);
	},
);
