import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

import { startSandbox, type Sandbox } from '../../sandbox';
import { audioByUrl, send } from '../sandbox/support';
import { launchChromium } from './chromium';

/** This file is compiled to `dist/test/browser`. */
const REPOSITORY = resolve(__dirname, '../../..');
const IMAGES = join(REPOSITORY, 'docs/images');
const recording = readFileSync(join(REPOSITORY, 'test/vectors/m4a-ready.m4a'));

const QUESTION = 'Hi! Did my order leave yet? I am driving, a voice note would be great';
const LAST_WORDS = 'Perfect, thank you!';

/** Takes the pictures of the documents, light and dark: `npm run screenshots`. */
async function main(): Promise<void> {
	mkdirSync(IMAGES, { recursive: true });
	const sandbox = await startSandbox();
	try {
		await converse(sandbox);
		await photograph(sandbox.pageUrl);
	} finally {
		await sandbox.close();
	}
}

/** A customer asks by voice and is answered by voice. */
async function converse(sandbox: Sandbox): Promise<void> {
	const account = sandbox.accounts.instagramLogin;
	const { open } = account.recipients;
	const customer = sandbox.customer(account, open);
	customer.writes(QUESTION);
	customer.sendsVoiceNote(recording);
	const host = createServer((_, response) => {
		response.writeHead(200, { 'content-type': 'audio/mp4' }).end(recording);
	});
	await once(host.listen(0, '127.0.0.1'), 'listening');
	try {
		const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/note.m4a`;
		const { status, body } = await send(sandbox, 'instagramLogin', audioByUrl(url));
		if (status !== 200) throw new Error(JSON.stringify(body));
	} finally {
		host.close();
	}
	customer.writes(LAST_WORDS);
}

async function photograph(pageUrl: string): Promise<void> {
	const browser = await launchChromium();
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
		await page.goto(pageUrl);
		await page.getByText(LAST_WORDS).first().click();
		await page.getByText(QUESTION).last().waitFor();
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.screenshot({ path: join(IMAGES, `sandbox-${colorScheme}.png`) });
		}
	} finally {
		await browser.close();
	}
}

void main();
