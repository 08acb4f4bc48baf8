import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import { EDGES } from '../../../sandbox/graph/router';
import { FLAVOURS as RULES } from '../../../sandbox/model/flavours';
import { call, codeOf, FLAVOURS } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const callsOf = (flavour: Flavour) =>
	EDGES.filter(({ isOffered }) => isOffered(RULES[flavour])).map(({ method, name, scope }) => ({
		method,
		path: `/me/${name}`.replace(/\/$/, ''),
		isProtected: scope !== null,
	}));

const CALLS = FLAVOURS.flatMap((flavour) => callsOf(flavour).map((each) => ({ flavour, ...each })));

test.each(CALLS)('$flavour: $method $path wants a token', async ({ flavour, method, path }) => {
	const answer = await call(sandbox, flavour, path, { method, token: undefined });
	expect(['104', '190']).toContain(codeOf(answer));
});

test.each(CALLS.filter(({ isProtected }) => isProtected))(
	'$flavour: $method $path wants a permission',
	async ({ flavour, method, path }) => {
		const token = sandbox.addToken(sandbox.accounts[flavour], 'valid', { scopes: [] });
		const { code } = (await call(sandbox, flavour, path, { method, token })).error;
		expect([10, 200]).toContain(code);
	},
);

test.each(CALLS)('$flavour: $path has no PUT', async ({ flavour, path }) => {
	const answer = await call(sandbox, flavour, path, { method: 'PUT' });
	expect(answer.error.message).toContain('Unsupported request - method type: put');
});
