import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkMedia, maxBytesOf, type MediaType } from '../../lib/media';
import type { Platform } from '../../lib/platform';

const PNG = '\x89PNG\r\n\x1a\n';
const PDF = '%PDF-1.7\n';
const MP4 = '\0\0\0\x18ftypisom';
const M4A = '\0\0\0\x18ftypM4A ';

let folder: string;
let path: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'svara-media-'));
	path = join(folder, 'file');
});
afterAll(async () => await rm(folder, { recursive: true }));

async function check(bytes: string, type: MediaType, platform: Platform, name?: string) {
	await writeFile(path, bytes, 'latin1');
	return await checkMedia(path, type, platform, name);
}

describe('checkMedia', () => {
	it.each(['instagram', 'messenger'] as const)(
		'names a file by its bytes (%s)',
		async (platform) => {
			expect(await check(PNG, 'image', platform, 'holiday.jpg')).toEqual({
				fileName: 'image.png',
				mimeType: 'image/png',
				sizeBytes: PNG.length,
			});
			expect(await check(MP4, 'video', platform)).toMatchObject({ fileName: 'video.mp4' });
		},
	);

	it.each([
		['Price list (2026).pdf', 'Price list (2026).pdf'],
		['Préislíste.pdf', 'Preisliste.pdf'],
		['../../etc/passwd.pdf', 'file.pdf'],
		['価格.pdf', 'file.pdf'],
		['no extension', 'file.pdf'],
		[`${'a'.repeat(200)}.pdf`, `${'a'.repeat(96)}.pdf`],
		[undefined, 'file.pdf'],
	])('calls a document named %p %p', async (original, fileName) => {
		expect(await check(PDF, 'file', 'instagram', original)).toMatchObject({ fileName });
	});

	it('takes any file as a document on Messenger, and PDF alone on Instagram', async () => {
		expect(await check('a,b\n', 'file', 'messenger', 'table.csv')).toEqual({
			fileName: 'table.csv',
			mimeType: 'application/octet-stream',
			sizeBytes: 4,
		});
		await expect(check('a,b\n', 'file', 'instagram')).rejects.toMatchObject({
			code: 'audio_unsupported',
			message: 'The file is in no format that is known here, not a file that Instagram takes',
			fix: expect.stringContaining('Send PDF'),
		});
	});

	it.each([
		['image', PDF, 'PDF (document), not an image'],
		['video', PNG, 'PNG (image), not a video'],
		['video', M4A, 'M4A (audio), not a video'],
		['video', 'OggS', 'Ogg (audio), not a video'],
	] as const)('refuses as %s what is something else', async (type, bytes, words) => {
		await expect(check(bytes, type, 'messenger')).rejects.toMatchObject({
			code: 'audio_unsupported',
			message: expect.stringContaining(words),
		});
	});

	it('refuses an empty file', async () => {
		await expect(check('', 'image', 'instagram')).rejects.toMatchObject({ code: 'audio_empty' });
	});

	it.each(['image', 'video', 'file'] as const)(
		'takes a large %s to the last byte',
		async (type) => {
			const bytes = { image: PNG, video: MP4, file: PDF }[type];
			await writeFile(path, bytes, 'latin1');
			await truncate(path, maxBytesOf(type, 'instagram'));
			await expect(checkMedia(path, type, 'instagram')).resolves.toBeDefined();

			await truncate(path, maxBytesOf(type, 'instagram') + 1);
			await expect(checkMedia(path, type, 'instagram')).rejects.toMatchObject({
				code: 'audio_too_large',
			});
		},
	);
});
