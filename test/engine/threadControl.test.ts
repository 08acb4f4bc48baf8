import type { INodeParameters } from 'n8n-workflow';

import type { Flavour } from '../../sandbox';
import { PAGE_FLAVOURS, useStage } from './stage';

const stage = useStage();

const INBOX = '263902037430900';

const open = (flavour: Flavour) => stage.sandbox.accounts[flavour].recipients.open;

async function control(flavour: Flavour, parameters: INodeParameters) {
	const run = await stage.run(
		flavour,
		{
			onError: 'continueRegularOutput',
			parameters: { resource: 'conversation', operation: 'threadControl', ...parameters },
		},
		[{ json: {} }],
	);
	return run.items('Voice')[0]?.json;
}

const asked = () => stage.sandbox.requests.at(-1);

describe.each(PAGE_FLAVOURS)('a conversation on %s', (flavour) => {
	it('is passed to a person, whom a bot may not interrupt, and taken back', async () => {
		const parameters = { threadAction: 'pass', targetAppId: INBOX, metadata: 'Wants a refund' };
		expect(await control(flavour, parameters)).toMatchObject({
			recipientId: open(flavour).id,
			threadAction: 'pass',
			targetAppId: INBOX,
			success: true,
		});
		expect(asked()?.body).toEqual({
			recipient: { id: open(flavour).id },
			target_app_id: INBOX,
			metadata: 'Wants a refund',
		});

		const text = { resource: 'message', operation: 'sendText', text: 'Beep' };
		const refused = await control(flavour, text);
		expect(refused).toMatchObject({
			errorCode: 'message_not_allowed',
			errorDetails: { fix: expect.stringContaining("'Control Thread'") },
		});

		expect(await control(flavour, { threadAction: 'take' })).toMatchObject({ success: true });
		expect(await control(flavour, text)).toMatchObject({ status: 'sent' });
	});

	it('is let go of', async () => {
		await control(flavour, { threadAction: 'release', targetAppId: INBOX });

		expect(asked()?.body).toEqual({ recipient: { id: open(flavour).id } });
		expect(open(flavour).threadOwner).toBe('nobody');
	});

	it('is requested where there is no default app, and cannot be taken there', async () => {
		stage.sandbox.accounts[flavour].hasConversationRouting = false;
		open(flavour).threadOwner = 'otherApp';

		expect(await control(flavour, { threadAction: 'request' })).toMatchObject({ success: true });
		expect(await control(flavour, { threadAction: 'take' })).toMatchObject({
			errorCode: 'feature_unavailable',
			errorDetails: { fix: expect.stringContaining('choose Request') },
		});
	});

	it('changes hands once, also where Meta’s answer is lost', async () => {
		stage.sandbox.faults.add({ path: /pass_thread_control$/, effect: 'deliver-then-reset' });

		const json = await control(flavour, { threadAction: 'pass', targetAppId: INBOX });

		expect(json).toMatchObject({
			errorCode: 'unknown_outcome',
			error: expect.stringContaining('changed hands'),
		});
		expect(stage.posts(/thread_control$/)).toHaveLength(1);
	});
});

it('of Instagram Login is not handed over, and the reason is said', async () => {
	expect(await control('instagramLogin', { threadAction: 'pass' })).toMatchObject({
		errorCode: 'feature_unavailable',
		error: expect.stringContaining('Instagram Login'),
	});
	expect(stage.sandbox.requests).toEqual([]);
});

it('an app id that has lost digits is refused', async () => {
	const json = await control('messenger', { targetAppId: '={{ 12345678901234567890 }}' });

	expect(json).toMatchObject({ errorCode: 'invalid_input' });
	expect(stage.sandbox.requests).toEqual([]);
});
