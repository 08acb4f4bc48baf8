import { join } from 'node:path';

import { shutdownEngines } from '../lib/audio';
import { startSandbox } from '../sandbox';
import { startEngine } from '../test/engine/harness';
import { workflowWith } from '../test/engine/workflow';
import { bareConversion, opusOf, withFolder } from './ffmpeg';
import { millisecondsOf } from './measure';

const NOTES = 100;

/** A hundred notes of 5 s in one execution: converted, against serial ffmpeg runs, and sent. */
export async function benchHundredNotes(): Promise<string[]> {
	return await withFolder(async (folder) => {
		const sandbox = await startSandbox();
		const engine = await startEngine();
		try {
			const note = await opusOf(5, join(folder, 'note.ogg'));
			const items = await Promise.all(
				Array.from({ length: NOTES }, async () => ({
					json: {},
					binary: {
						data: await engine.storeBinary(note, { fileName: 'note.ogg', mimeType: 'audio/ogg' }),
					},
				})),
			);
			const converted = await engine.run(workflowWith({ operation: 'convert' }), items);
			if (converted.error) throw converted.error;
			const serialMs = await millisecondsOf(async () => {
				for (let i = 0; i < NOTES; i++) await bareConversion(note, join(folder, 'theirs.m4a'));
			});

			const { messenger } = sandbox.accounts;
			engine.setCredential('svaraMessengerApi', {
				pageAccessToken: messenger.tokens.valid,
				baseUrl: sandbox.baseUrl('messenger'),
			});
			const sent = await engine.run(
				workflowWith({ platform: 'messenger', recipientId: messenger.recipients.open.id }),
				items,
			);
			if (sent.error) throw sent.error;
			const throttled = sandbox.requests.filter((request) => request.status !== 200).length;
			const perSecond = NOTES / (sent.durationMs / 1000);
			return [
				`${NOTES} notes of 5 s converted in one execution: ${seconds(converted.durationMs)}; ${NOTES} serial ffmpeg runs: ${seconds(serialMs)}; ratio ${(converted.durationMs / serialMs).toFixed(2)} (goal: at most 0.2)`,
				`${NOTES} notes sent: ${seconds(sent.durationMs)}, ${perSecond.toFixed(1)} a second (Meta takes 10), ${throttled} throttled`,
			];
		} finally {
			await engine.close();
			await sandbox.close();
			await shutdownEngines();
		}
	});
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
