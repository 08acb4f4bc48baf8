import type { INodeParameters } from 'n8n-workflow';

import type { Flavour } from '../../sandbox';
import { FLAVOURS, useStage } from './stage';

const stage = useStage();

const account = (flavour: Flavour) => stage.sandbox.accounts[flavour];
const customer = (flavour: Flavour) =>
	stage.sandbox.customer(account(flavour), account(flavour).recipients.open);

async function act(flavour: Flavour, operation: string, parameters: INodeParameters = {}) {
	const [resource = '', verb = ''] = operation.split('.');
	const run = await stage.run(
		flavour,
		{
			onError: 'continueRegularOutput',
			parameters: { resource, operation: verb, ...parameters },
		},
		[{ json: {} }],
	);
	return run.items('Voice')[0]?.json;
}

const BOOK = { kind: 'postback', title: 'Book', payload: 'BOOK' };
const MENU = { kind: 'web_url', title: 'See the menu', url: 'https://example.com/menu' };

const invalid = (says: RegExp) => ({
	errorCode: 'invalid_input',
	error: expect.stringMatching(says),
});

describe.each(FLAVOURS)('on %s', (flavour) => {
	it('a text with buttons arrives, and a tap comes back', async () => {
		const json = await act(flavour, 'message.sendTemplate', {
			text: 'What would you like?',
			buttons: { button: [BOOK, MENU] },
		});

		expect(json).toMatchObject({ status: 'sent', messageId: expect.any(String), attempts: 1 });
		expect(stage.sandbox.messages).toMatchObject([
			{
				kind: 'template',
				template: {
					template_type: 'button',
					text: 'What would you like?',
					buttons: [
						{ type: 'postback', title: 'Book', payload: 'BOOK' },
						{ type: 'web_url', title: 'See the menu', url: 'https://example.com/menu' },
					],
				},
			},
		]);
		expect(customer(flavour).taps('Book').event.payload).toMatchObject({
			postback: { title: 'Book', payload: 'BOOK' },
		});
	});

	it('cards arrive with picture, link and buttons', async () => {
		const card = {
			title: 'Yoga',
			subtitle: 'Mondays',
			imageUrl: 'https://example.com/yoga.jpg',
			linkUrl: 'https://example.com/yoga',
			buttons: { button: [BOOK] },
		};
		const cards = { card: [card, { title: 'Judo', subtitle: 'Tuesdays' }] };

		const json = await act(flavour, 'message.sendTemplate', { templateType: 'generic', cards });

		expect(json).toMatchObject({ status: 'sent' });
		expect(stage.sandbox.messages[0]?.template).toEqual({
			template_type: 'generic',
			elements: [
				{
					title: 'Yoga',
					subtitle: 'Mondays',
					image_url: 'https://example.com/yoga.jpg',
					default_action: { type: 'web_url', url: 'https://example.com/yoga' },
					buttons: [{ type: 'postback', title: 'Book', payload: 'BOOK' }],
				},
				{ title: 'Judo', subtitle: 'Tuesdays' },
			],
		});
	});

	it('a template is sent once, whatever its answer', async () => {
		stage.sandbox.faults.add({ path: /\/messages$/, effect: 'deliver-then-500' });
		const parameters = { text: 'Hello', buttons: { button: [BOOK] } };

		const json = await act(flavour, 'message.sendTemplate', parameters);

		expect(json).toMatchObject({ errorCode: 'unknown_outcome' });
		expect(stage.sandbox.messages).toHaveLength(1);
	});

	it('ice breakers and menu are set, seen, tapped, read and removed', async () => {
		const isMessenger = flavour === 'messenger';
		const set = await act(flavour, 'account.setMessagingProfile', {
			iceBreakers: { question: [{ question: 'Where are you?', payload: 'WHERE' }] },
			persistentMenu: { button: [BOOK, MENU] },
			options: isMessenger ? { getStartedPayload: 'START' } : {},
		});
		expect(set).toMatchObject({ removed: [], success: true });
		expect(set?.changed).toEqual(expect.arrayContaining(['iceBreakers', 'persistentMenu']));

		for (const [title, payload] of [
			['Where are you?', 'WHERE'],
			['Book', 'BOOK'],
		] as const) {
			const { event } = customer(flavour).taps(title);
			expect(event.payload).toMatchObject({ postback: { title, payload } });
		}
		expect(await act(flavour, 'account.getMessagingProfile')).toEqual({
			platform: isMessenger ? 'messenger' : 'instagram',
			iceBreakers: [{ question: 'Where are you?', payload: 'WHERE' }],
			persistentMenu: [BOOK, MENU],
			...(isMessenger ? { getStartedPayload: 'START' } : {}),
		});

		const options = { remove: ['iceBreakers'] };
		expect(await act(flavour, 'account.setMessagingProfile', { options })).toMatchObject({
			changed: [],
			removed: ['iceBreakers'],
		});
		expect(await act(flavour, 'account.getMessagingProfile')).toMatchObject({
			iceBreakers: [],
			persistentMenu: [BOOK, MENU],
		});
	});

	it.each(['null', '[]', '{"data":null}', '{"data":[null,{"persistent_menu":[{}]},{"locale":7}]}'])(
		'a profile answered with %s is empty or refused, and no crash',
		async (body) => {
			const effect = { response: { status: 200, body } };
			stage.sandbox.faults.add({ path: /messenger_profile$/, effect });

			const json = await act(flavour, 'account.getMessagingProfile', {
				options: { maxRetries: 0 },
			});

			expect(json).toMatchObject(
				body.startsWith('{')
					? { iceBreakers: [], persistentMenu: [] }
					: { errorCode: 'meta_error' },
			);
		},
	);
});

it('Messenger’s menu needs its button, and the option is named', async () => {
	const persistentMenu = { button: [BOOK] };

	expect(await act('messenger', 'account.setMessagingProfile', { persistentMenu })).toMatchObject({
		errorCode: 'invalid_input',
		errorDetails: { fix: expect.stringContaining("'Get Started Payload'") },
	});
});

const buttons = (count: number, button: object = BOOK) => ({
	text: 'a',
	buttons: { button: Array.from({ length: count }, () => button) },
});
const cards = (count: number, card: object) => ({
	templateType: 'generic',
	cards: { card: Array.from({ length: count }, () => card) },
});

it.each<[string, INodeParameters, RegExp]>([
	['no button', { text: 'a' }, /'Buttons' is empty/],
	['four buttons', buttons(4) as INodeParameters, /'Buttons' has 4 buttons/],
	['a long title', buttons(1, { title: 'x'.repeat(21) }) as INodeParameters, /21 characters/],
	['no title', buttons(1, { payload: 'P' }) as INodeParameters, /Button 1 .* has no title/],
	[
		'a long payload',
		buttons(1, { title: 'x', payload: 'x'.repeat(1001) }) as INodeParameters,
		/1001 characters/,
	],
	[
		'a link that is none',
		buttons(1, { kind: 'web_url', title: 'x', url: 'menu' }) as INodeParameters,
		/'URL' is not a web address/,
	],
	['a long text', { ...buttons(1), text: 'x'.repeat(641) } as INodeParameters, /641 characters/],
	['no card', { templateType: 'generic' }, /'Cards' is empty/],
	[
		'eleven cards',
		cards(11, { title: 'x', subtitle: 'y' }) as INodeParameters,
		/11 cards are too many/,
	],
	['10,000 cards', cards(10_000, {}) as INodeParameters, /10000 cards/],
	['a bare card', cards(1, { title: 'x' }) as INodeParameters, /nothing but a title/],
	[
		'a long subtitle',
		cards(1, { title: 'x', subtitle: 'y'.repeat(81) }) as INodeParameters,
		/81 characters/,
	],
])('a template with %s is refused before Meta is asked', async (_name, parameters, says) => {
	expect(await act('messenger', 'message.sendTemplate', parameters)).toMatchObject(invalid(says));
	expect(stage.sandbox.requests).toEqual([]);
});

it.each<[string, INodeParameters, RegExp]>([
	['nothing', {}, /nothing to change/],
	[
		'five questions',
		{ iceBreakers: { question: Array.from({ length: 5 }, () => ({ question: 'Why?' })) } },
		/5 ice breakers/,
	],
	[
		'a long question',
		{ iceBreakers: { question: [{ question: 'x'.repeat(81) }] } },
		/81 characters/,
	],
	[
		'a part that is set and removed',
		{ iceBreakers: { question: [{ question: 'Why?' }] }, options: { remove: ['iceBreakers'] } },
		/to be removed/,
	],
	['an unknown part', { options: { remove: ['greeting'] } }, /no choice called greeting/],
	['a button for Messenger', { options: { getStartedPayload: 'GO' } }, /is for Messenger/],
])('a profile with %s is refused before Meta is asked', async (_name, parameters, says) => {
	const json = await act('instagramPage', 'account.setMessagingProfile', parameters);

	expect(json).toMatchObject(invalid(says));
	expect(stage.sandbox.requests).toEqual([]);
});
