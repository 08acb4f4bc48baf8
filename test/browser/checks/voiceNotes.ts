import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { Page } from 'playwright-core';

import { eventually } from '../../e2e/eventually';
import type { Check } from '../../e2e/runSuite';
import { Account, tone } from '../sending';
import { openThread, screenshot, vectorPath, withPage, type Stage } from '../stage';

/** Heights of a note's bars, in percent. */
const barsOf = (page: Page): Promise<number[]> =>
	page
		.locator('.wave i')
		.evaluateAll((bars: Array<{ style: { height: string } }>) =>
			bars.map(({ style }) => parseFloat(style.height)),
		);

const mean = (values: readonly number[]): number =>
	values.reduce((sum, each) => sum + each, 0) / values.length;

/** Voice notes: what is drawn is the sound, and it can be heard. */
export const checkVoiceNotes: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('the waveform and the length are those of the sound', () =>
		withPage(stage, async (page) => {
			await openThread(page, sandbox, 'instagramLogin');
			const account = new Account(sandbox, 'messenger');
			await openThread(page, sandbox, 'messenger');
			await account.attaches('audio', tone(4, [1, 0.25, 0]), 'note.wav', 'audio/wav');
			await page.locator('.wave').waitFor();
			const bars = await barsOf(page);
			const third = Math.floor(bars.length / 3);
			const [loud, soft, silent] = [0, 1, 2].map((part) =>
				mean(bars.slice(part * third + 2, (part + 1) * third)),
			) as [number, number, number];
			assert.ok(loud > 95 && loud <= 100, `loud: ${loud} %`);
			// A quarter as loud, above the lowest bar of 8 %.
			assert.ok(soft > 25 && soft < 38, `soft: ${soft} %`);
			assert.equal(silent, 8);
			assert.equal(await page.locator('.length').textContent(), '0:04');
		}),
	);

	await report.check('a recording whose file tells no length shows its own', () =>
		withPage(stage, async (page) => {
			const { messenger } = sandbox.accounts;
			const bytes = readFileSync(vectorPath('webm-opus-piped.webm'));
			sandbox.customer(messenger, messenger.recipients.open).sends('audio', bytes, 'audio/webm');
			await openThread(page, sandbox, 'messenger');
			await page
				.locator('.length')
				.getByText(/^0:0[12]$/)
				.waitFor();
		}),
	);

	await report.check('what the browser cannot decode is said to be so', () =>
		withPage(stage, async (page) => {
			const bytes = readFileSync(vectorPath('amr-nb.amr'));
			await openThread(page, sandbox, 'messenger');
			await new Account(sandbox, 'messenger').attaches('audio', bytes, 'note.amr', 'audio/amr');
			await page.getByText('This browser cannot play amr').waitFor();
			assert.equal(await page.locator('.wave').count(), 0);
		}),
	);

	await report.check('one note plays at a time, shows where it is, and can be sought', () =>
		withPage(stage, async (page) => {
			await openThread(page, sandbox, 'messenger');
			const account = new Account(sandbox, 'messenger');
			await account.attaches('audio', tone(30, [1, 0.3, 0.8]), 'long.wav', 'audio/wav');
			await account.attaches('audio', tone(30, [0.2, 1]), 'other.wav', 'audio/wav');
			const notes = page.getByRole('group', { name: 'Voice note' });
			await notes.nth(1).waitFor();
			await notes.nth(0).getByRole('button', { name: 'Play' }).click();
			await notes.nth(0).locator('.played').first().waitFor();
			await notes.nth(1).getByRole('button', { name: 'Play' }).click();
			await notes.nth(1).getByRole('button', { name: 'Pause' }).waitFor();
			await notes.nth(0).getByRole('button', { name: 'Play' }).waitFor();
			await notes.nth(1).getByRole('slider').fill('20');
			await eventually('two thirds are played', async () => {
				const played = await notes.nth(1).locator('.played').count();
				const all = await notes.nth(1).locator('.wave i').count();
				return played / all > 0.6 && played / all < 0.9;
			});
			await screenshot(page, 'playing');
		}),
	);
};
