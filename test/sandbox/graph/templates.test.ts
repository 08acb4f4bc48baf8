import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import { call, codeOf, FLAVOURS, send } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const BUTTON = { type: 'postback', title: 'Yes', payload: 'YES' };

const template = (payload: object) => ({ message: { attachment: { type: 'template', payload } } });
const button = (rest: object = {}) =>
	template({ template_type: 'button', text: 'Well?', buttons: [BUTTON], ...rest });
const generic = (element: object, count = 1) =>
	template({ template_type: 'generic', elements: Array.from({ length: count }, () => element) });

describe.each(FLAVOURS)('%s: a template', (flavour) => {
	test('arrives, its echo carries it, and its button can be tapped', async () => {
		const account = sandbox.accounts[flavour];
		expect((await send(sandbox, flavour, button())).status).toBe(200);
		const { open, second } = account.recipients;
		const { event } = sandbox.customer(account, open).taps('Yes');
		expect(event.payload.postback).toMatchObject({ title: 'Yes', payload: 'YES' });
		expect(() => sandbox.customer(account, second).taps('Yes')).toThrow(/sees no button Yes/);
	});

	test.each([
		['of an unknown type', template({ template_type: 'opera' })],
		['without text', button({ text: '' })],
		['with a text of 641', button({ text: 'x'.repeat(641) })],
		['without buttons', button({ buttons: [] })],
		['with four', button({ buttons: [BUTTON, BUTTON, BUTTON, BUTTON] })],
		['with a title of 21', button({ buttons: [{ ...BUTTON, title: 'x'.repeat(21) }] })],
		['with a payload of 1,001', button({ buttons: [{ ...BUTTON, payload: 'x'.repeat(1001) }] })],
		['with a link to nowhere', button({ buttons: [{ type: 'web_url', title: 'x', url: 'x' }] })],
		['with a link and a payload', button({ buttons: [{ ...BUTTON, url: 'https://a.example' }] })],
		['with a stray key', button({ colour: 'red' })],
		['of no card', generic({}, 0)],
		['of eleven cards', generic({ title: 'x', subtitle: 'y' }, 11)],
		['of a bare card', generic({ title: 'x' })],
		['of a card titled with 81', generic({ title: 'x'.repeat(81), subtitle: 'y' })],
	])('%s is refused', async (_name, body) => {
		expect(codeOf(await send(sandbox, flavour, body))).toBe('100');
		expect(sandbox.messages).toEqual([]);
	});
});

const platformOf = (flavour: Flavour) => (flavour === 'messenger' ? 'messenger' : 'instagram');

describe.each(FLAVOURS)('%s: the messaging profile', (flavour) => {
	const write = async (json: object) => {
		const query = { platform: platformOf(flavour) };
		return codeOf(await call(sandbox, flavour, '/me/messenger_profile', { json, query }));
	};
	const ask = (question: string, locale = 'default') => ({
		ice_breakers: [{ locale, call_to_actions: [{ question, payload: 'P' }] }],
	});

	test.each([
		['nothing', {}],
		['a greeting', { greeting: [] }],
		['no default language', ask('Why?', 'de_DE')],
		['a question of 81', ask('x'.repeat(81))],
		[
			'five questions',
			{
				ice_breakers: [
					{
						locale: 'default',
						call_to_actions: Array.from({ length: 5 }, () => ({ question: 'Q', payload: 'P' })),
					},
				],
			},
		],
		['a menu without items', { persistent_menu: [{ locale: 'default', call_to_actions: [] }] }],
	])('with %s is refused', async (_name, json) => {
		expect(await write(json)).toBe('100');
		expect(sandbox.accounts[flavour].profile).toEqual({});
	});

	test('is kept, part by part', async () => {
		await write(ask('Why?'));
		await write(ask('Where?'));
		expect(sandbox.accounts[flavour].profile).toEqual(ask('Where?'));
	});
});

test('a Page’s call without platform is not about its Instagram account', async () => {
	const query = { fields: 'ice_breakers' };
	const answer = await call(sandbox, 'instagramPage', '/me/messenger_profile', {
		method: 'GET',
		query,
	});
	expect(codeOf(answer)).toBe('100');
});
