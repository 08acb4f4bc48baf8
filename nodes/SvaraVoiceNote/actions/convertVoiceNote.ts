import { parse } from 'node:path';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { makeVoiceNote } from '../../../lib/audio';
import { cancelled } from '../../shared/failure';
import { withPrivateFolder } from '../../shared/privateFolder';
import { storeOnce } from '../handOver';
import { loadAudio } from '../loadAudio';
import { readConvertRequest } from '../parameters';

/**
 * Puts the converted audio on the item, which otherwise stays as it is. Sends nothing.
 * @throws SvaraError or AudioError
 */
export async function convertVoiceNote(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const request = readConvertRequest(context, itemIndex);
	const signal = context.getExecutionCancelSignal();
	return await withPrivateFolder(async (folder) => {
		const loaded = await loadAudio(context, itemIndex, request.source, folder, request.timeoutMs);
		const note = await makeVoiceNote(loaded.path, folder, request.rules, signal);
		if (signal?.aborted) throw cancelled();
		const fileName = renamed(loaded.originalName, note.fileName);
		const binary = await storeOnce(context, { ...note, fileName })();
		const item = context.getInputData()[itemIndex];
		return {
			json: {
				audio: { input: { ...note.input }, output: { ...note.output }, converted: note.converted },
				// The item's own fields go first, should it have one called `audio`.
				...item?.json,
			},
			binary: { ...item?.binary, [request.outputBinaryPropertyName]: binary },
			pairedItem: { item: itemIndex },
		};
	});
}

/** The original's name with the new extension. */
function renamed(originalName: string | undefined, fileName: string): string {
	const { name } = parse(originalName ?? '');
	return name ? name + parse(fileName).ext : fileName;
}
