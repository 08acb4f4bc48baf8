import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FaultEffect, Flavour } from '../../sandbox';
import { FLAVOURS, useStage, vector } from './stage';

const stage = useStage();

/** Sends a text, or does what the parameters say, and gives the item's json. */
async function act(flavour: Flavour, parameters: INodeParameters = {}): Promise<IDataObject> {
	const run = await stage.run(
		flavour,
		{
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'message',
				operation: 'sendText',
				text: 'Hello',
				...parameters,
			},
		},
		[await stage.itemWith(vector('mp3-bare.mp3'))],
	);
	return run.items('Voice')[0]?.json ?? {};
}

const refusal = (errorCode: string, fix: RegExp, delivered: 'no' | 'unknown' = 'no') => ({
	errorCode,
	errorDetails: expect.objectContaining({ fix: expect.stringMatching(fix), delivered }),
});

type ErrorRow = Extract<Extract<FaultEffect, { error: unknown }>['error'], string>;

/** What Meta has answered people in the wild, by the row of the sandbox's table that plays it. */
const ANSWERS: Array<[row: ErrorRow, errorCode: string, fix: RegExp, delivered: 'no' | 'unknown']> =
	[
		['threadControlledByOtherApp', 'message_not_allowed', /Conversation routing/, 'no'],
		['automatedFlowRunning', 'message_not_allowed', /until the flow has ended/, 'no'],
		['linkRestricted', 'message_not_allowed', /without the link/, 'no'],
		['noMatchingInstagramUser', 'recipient_not_found', /'Recipient'/, 'no'],
		['replyToUnknown', 'invalid_input', /'Reply to Message ID'/, 'no'],
		['tooManyActions', 'rate_limited', /later/, 'no'],
		['businessUseCaseLimit', 'rate_limited', /later/, 'no'],
		['privacyTermsNotAccepted', 'permission_denied', /accept them/, 'no'],
		['readTimedOut', 'unknown_outcome', /before sending again/, 'unknown'],
		['temporaryFailure', 'unknown_outcome', /before sending again/, 'unknown'],
	];

describe.each(FLAVOURS)('on %s, an answer of Meta’s', (flavour) => {
	it.each(ANSWERS)('%s is %s, and says what to do', async (row, code, fix, delivered) => {
		stage.sandbox.faults.add({ path: /\/messages$/, effect: { error: row } });

		expect(await act(flavour, { options: { maxRetries: 0 } })).toMatchObject(
			refusal(code, fix, delivered),
		);
		expect(stage.posts()).toHaveLength(1);
	});

	it('about a thread of another app names Control Thread where there is one', async () => {
		const effect = { error: 'threadControlledByOtherApp' } as const;
		stage.sandbox.faults.add({ path: /\/messages$/, effect });
		const { errorDetails } = await act(flavour);
		const { fix } = errorDetails as { fix: string };
		expect(fix.includes("'Control Thread'")).toBe(flavour !== 'instagramLogin');
	});

	it('is asked for again after a throttle, but not after a time-out that may have delivered', async () => {
		stage.sandbox.faults.add({ path: /\/messages$/, effect: { error: 'tooManyActions' } });
		expect(await act(flavour)).toMatchObject({ status: 'sent', attempts: 2 });

		stage.sandbox.faults.add({ path: /\/messages$/, effect: { error: 'readTimedOut' } });
		expect(await act(flavour)).toMatchObject({ errorCode: 'unknown_outcome' });
		expect(stage.posts()).toHaveLength(3);
	});

	it('is asked for again after a time-out of a read', async () => {
		stage.sandbox.faults.add({ path: /\/conversations$/, effect: { error: 'readTimedOut' } });

		const window = await act(flavour, { resource: 'conversation', operation: 'getWindow' });

		expect(window).toMatchObject({ isOpen: true });
	});

	it('to an app on its first day names the testers, and reaches them', async () => {
		const account = stage.sandbox.accounts[flavour];
		account.hasAdvancedAccess = false;
		expect(await act(flavour)).toMatchObject(
			refusal('permission_denied', /add the recipient as a tester.*Advanced Access/),
		);

		account.recipients.open.hasRole = true;
		expect(await act(flavour)).toMatchObject({ status: 'sent' });
	});

	it('to a tag that was not approved names the feature', async () => {
		stage.sandbox.accounts[flavour].hasHumanAgent = false;

		const json = await act(flavour, { options: { messageTag: 'HUMAN_AGENT' } });

		expect(json).toMatchObject(refusal('permission_denied', /feature 'Human Agent'/));
	});
});

describe.each(['instagramLogin', 'instagramPage'] as const)('on %s', (flavour) => {
	it('a quoted message of nobody’s is named by its option', async () => {
		const json = await act(flavour, { options: { replyToMessageId: 'm_nobody' } });

		expect(json).toMatchObject(refusal('invalid_input', /'Reply to Message ID'/));
	});

	it('audio in a form it does not take is told from other refusals', async () => {
		stage.sandbox.faults.add({ path: /\/messages$/, effect: { error: 'audioFormNotTaken' } });

		const json = await act(flavour, { resource: 'voiceNote', operation: 'send' });

		expect(json).toMatchObject(refusal('audio_unsupported', /'Convert' at Auto/));
	});

	it('a token of the other login type is named as the likely reason', async () => {
		const error = { code: 100, message: 'Unsupported request - method type: post' };
		stage.sandbox.faults.add({ path: /\/messages$/, effect: { error } });

		expect(await act(flavour)).toMatchObject(refusal('invalid_ig_user_id', /'Login Type' first/));
	});
});
