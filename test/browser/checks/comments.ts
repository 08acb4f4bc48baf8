import assert from 'node:assert/strict';

import type { Check } from '../../e2e/runSuite';
import { call } from '../../sandbox/support';
import { openThread, screenshot, withPage, type Stage } from '../stage';

/** Comments under posts, and what the account makes of them. */
export const checkComments: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('a customer comments; public and private answers are where they belong', () =>
		withPage(stage, async (page) => {
			await openThread(page, sandbox, 'instagramLogin');
			await page.getByRole('button', { name: 'Comments' }).click();
			const post = page.getByRole('region', { name: 'Post 2' });
			await post.getByRole('textbox').fill('Is it still there?');
			await post.getByRole('button', { name: 'Comment' }).click();
			await post.getByText('Is it still there?').waitFor();
			const comment = sandbox.comments[0]!;
			assert.equal(comment.postId, sandbox.accounts.instagramLogin.postIds[1]);

			const path = `/${comment.id}/replies`;
			await call(sandbox, 'instagramLogin', path, { json: { message: 'It is!' } });
			await post.getByText('It is!').waitFor();
			const answer = await call(sandbox, 'instagramLogin', '/me/messages', {
				json: { recipient: { comment_id: comment.id }, message: { text: 'Shall I keep it?' } },
			});
			assert.equal(answer.status, 200, JSON.stringify(answer.body));
			await post.getByText('Answered in private').waitFor();
			await screenshot(page, 'comments');

			await post.getByRole('button', { name: /Reply to Asha Rao/ }).click();
			await post.getByRole('textbox').fill('Wonderful');
			await page.keyboard.press('Enter');
			await post.getByText('Wonderful').waitFor();
			assert.equal(sandbox.comments.at(-1)?.parentId, comment.id);

			await page.getByRole('button', { name: 'Messages' }).click();
			await page.getByText('Shall I keep it?').first().waitFor();
			await page.getByRole('button', { name: /your comment: Is it still there/ }).click();
			await post.waitFor();
		}),
	);
};
