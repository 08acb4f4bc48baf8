import { useStage, vector } from './stage';

const stage = useStage();

/** What the workflow's author reads when sending a voice note fails. */
async function failureOf(flavour: 'instagramPage' | 'messenger') {
	const item = await stage.itemWith(vector('m4a-ready.m4a'));
	const { error } = await stage.run(flavour, {}, [item]);
	const { message, description, context } = error as unknown as {
		message: string;
		description: string;
		context: { errorCode: string };
	};
	return { code: context.errorCode, message, description };
}

it('an Instagram account that shuts out apps: says where its owner lets them in', async () => {
	stage.sandbox.accounts.instagramPage.allowsMessageAccess = false;
	expect(await failureOf('instagramPage')).toMatchObject({
		code: 'permission_denied',
		message: expect.stringContaining('does not let apps'),
		description: expect.stringContaining("'Allow access to messages'"),
	});
	expect(stage.sandbox.messages).toEqual([]);
});

it('a connection that breaks off before Meta read anything: the message is not sent again', async () => {
	const path = /\/messages$/;
	const fault = stage.sandbox.faults.add({ path, effect: 'reset-before-reading' });
	expect(await failureOf('messenger')).toMatchObject({ code: 'unknown_outcome' });
	expect([fault.hits, stage.posts(path).length]).toEqual([1, 1]);
	expect(stage.sandbox.messages).toEqual([]);
});
