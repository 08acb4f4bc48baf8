import { parse } from 'node:path';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { cancelled } from '../../../shared/failure';
import { withPrivateFolder } from '../../files/privateFolder';
import { toItem } from '../../execution/call';
import { AUDIO_FIELDS, readPlatform, readReadableSource } from '../../parameters/fields';
import { Options } from '../../parameters/options';
import { readRules } from '../../parameters/voiceNote';
import { readyNote } from '../../files/readyFile';

/**
 * Puts the converted audio on the item, which otherwise stays as it is. Sends nothing.
 * @throws SvaraError or AudioError
 */
export async function convertVoiceNote(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const options = new Options(context, itemIndex);
	const source = readReadableSource(context, itemIndex, AUDIO_FIELDS);
	const rules = readRules(readPlatform(context, itemIndex), options);
	const outputField =
		options.text('outputBinaryPropertyName', 'Put Output File in Field') || 'data';
	const timeoutMs = options.timeoutMs();
	return await withPrivateFolder(async (folder) => {
		const ready = await readyNote(context, itemIndex, source, rules, { folder, timeoutMs });
		if (context.getExecutionCancelSignal()?.aborted) throw cancelled();
		const { note, originalName } = ready;
		const stored = await ready.stored(renamed(originalName, note.fileName));
		const item = context.getInputData()[itemIndex];
		const audio = {
			input: { ...note.input },
			output: { ...note.output },
			converted: note.converted,
		};
		return toItem(
			{ itemIndex },
			// The item's own fields go first, should it have one called `audio`.
			{ audio, ...item?.json },
			{ ...item?.binary, [outputField]: stored },
		);
	});
}

/** The original's name with the new extension. */
function renamed(originalName: string | undefined, fileName: string): string {
	const { name } = parse(originalName ?? '');
	return name ? name + parse(fileName).ext : fileName;
}
