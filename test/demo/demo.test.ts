import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { runDemo } from '../../demo/demo';
import { recognise } from '../../lib/audio';

const VECTORS = resolve(__dirname, '../../../test/vectors');

const folder = mkdtempSync(join(tmpdir(), 'svara-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function demo(path?: string): Promise<{ exitCode: number; text: string }> {
	const lines: string[] = [];
	const exitCode = await runDemo(path, join(folder, 'arrived'), (line) => lines.push(line));
	return { exitCode, text: lines.join('\n') };
}

it('sends the example workflow’s recording to both platforms', async () => {
	const { exitCode, text } = await demo();
	expect(exitCode).toBe(0);
	expect(text).toMatch(/Instagram +\d+ +\S+… +ogg\/opus → m4a\/aac +13\.\d+ .* yes +\d+/);
	expect(text).toMatch(/Messenger +\d+ +m_\S+… +ogg\/opus → m4a\/aac/);
	expect(readdirSync(join(folder, 'arrived')).sort()).toEqual(['instagram.m4a', 'messenger.m4a']);
	for (const file of ['instagram.m4a', 'messenger.m4a']) {
		expect(text).toContain(join(folder, 'arrived', file));
		const facts = await recognise(join(folder, 'arrived', file));
		expect(facts).toMatchObject({
			container: 'm4a',
			codec: 'aac',
			durationSeconds: expect.closeTo(13.3, 0),
		});
	}
});

it('sends a file of the user’s', async () => {
	const { exitCode, text } = await demo(join(VECTORS, 'mp3-bare.mp3'));
	expect(exitCode).toBe(0);
	expect(text).toContain('mp3/mp3 → m4a/aac');
});

it.each([
	[
		'a file that is not there',
		() => join(folder, 'nowhere.ogg'),
		/There is no file at .*nowhere\.ogg\.$/,
	],
	['a folder', () => folder, /is not a file\. Name one audio file\.$/],
	[
		'a web page',
		() => written('page.mp3', '<!DOCTYPE html><html></html>'),
		/The file is an HTML page, not audio\. \S.*$/,
	],
	['an empty file', () => written('empty.ogg', ''), /The audio file is empty/],
])('turns down %s in one sentence', async (_name, path, sentence) => {
	const { exitCode, text } = await demo(path());
	expect(exitCode).toBe(1);
	expect(text.split('✖ ')[1]).toMatch(sentence);
	expect(text).not.toMatch(/\[item|undefined|\n\s+at /);
});

function written(name: string, content: string): string {
	writeFileSync(join(folder, name), content);
	return join(folder, name);
}
