import { startSandbox, type Sandbox } from '../../../sandbox';
import { call, codeOf, FLAVOURS, HOUR_MS, send, text } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

describe('Rule 11: texts a second', () => {
	test.each([
		['instagramLogin', 100, '613/2534040'],
		['instagramPage', 100, '613/2534040'],
		['messenger', 300, '613'],
	] as const)('%s: %i, and the next is %s', async (flavour, max, code) => {
		sandbox.clock.freeze();
		const answers = await Promise.all(
			Array.from({ length: max }, () => send(sandbox, flavour, text('hi'))),
		);
		expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
		const refused = await send(sandbox, flavour, text('hi'));
		expect(codeOf(refused)).toBe(code);
		expect(refused.headers.get('x-business-use-case-usage')).toContain('"call_count":100');
	});
});

describe.each(FLAVOURS)('Rule 11: %s: calls of an app', (flavour) => {
	test('are not limited, nor told of, unless so set', async () => {
		const { headers } = await send(sandbox, flavour, text('hi'));
		expect(headers.get('x-app-usage')).toBeNull();
	});

	test('are counted over an hour, told of in percent, and refused with 4', async () => {
		sandbox.settings.appCallsPerHour = 4;
		const used: unknown[] = [];
		for (let calls = 0; calls < 4; calls += 1) {
			const { headers, status } = await call(sandbox, flavour, '/me', { method: 'GET' });
			used.push([status, headers.get('x-app-usage')]);
		}
		expect(used).toEqual(
			[25, 50, 75, 100].map((percent) => [
				200,
				`{"call_count":${percent},"total_time":${percent},"total_cputime":${percent}}`,
			]),
		);
		const refused = await send(sandbox, flavour, text('hi'));
		expect([codeOf(refused), refused.error.type, refused.error.is_transient]).toEqual([
			'4',
			'OAuthException',
			true,
		]);
		expect(refused.headers.get('x-app-usage')).toContain('"call_count":100');
		expect(sandbox.messages).toHaveLength(0);
		sandbox.clock.advance(HOUR_MS);
		expect((await send(sandbox, flavour, text('hi'))).status).toBe(200);
	});
});

describe.each(FLAVOURS)('Rule 12: %s: an error, and delivered all the same', (flavour) => {
	test('as Meta says of 1/1357046', async () => {
		sandbox.faults.add({ effect: { kind: 'deliver-then-error', error: 'sentAllTheSame' } });
		const answer = await send(sandbox, flavour, text('hi'));
		expect([answer.status, codeOf(answer)]).toEqual([500, '1/1357046']);
		expect(sandbox.messages).toHaveLength(1);
	});

	test('a business that Meta has blocked delivers nothing', async () => {
		sandbox.faults.add({ effect: { error: 'businessBlocked' } });
		expect(codeOf(await send(sandbox, flavour, text('hi')))).toBe('100/2534029');
		expect(sandbox.messages).toHaveLength(0);
	});
});
