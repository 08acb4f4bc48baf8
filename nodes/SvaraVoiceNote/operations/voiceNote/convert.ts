import { parse } from 'node:path';

import { cancelled } from '../../../shared/failure';
import { toItem } from '../../execution/call';
import { prepareNote } from '../../files/prepareFile';
import { withTempFolder } from '../../files/tempFolder';
import { AUDIO, READABLE_AUDIO_FIELDS } from '../../parameters/audioSource';
import { downloadTimeout, readTimeoutMs } from '../../parameters/callOptions';
import {
	CONVERSION_OPTIONS,
	outputField,
	outputFormatOption,
	readOutputField,
	readOutputFormat,
	readRules,
} from '../../parameters/conversion';
import { readReadableSource } from '../../parameters/fileSource';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** Puts the converted audio on the item, which otherwise stays as it is. Sends nothing. */
export const convert: Operation = {
	value: 'convert',
	name: 'Convert',
	description:
		'Turn any audio into one that Instagram and Messenger play, or into a WAV for transcription, without sending it',
	action: 'Convert voice note',
	needs: 'item',
	reachesCustomers: false,
	availability: EVERYWHERE,
	fields: READABLE_AUDIO_FIELDS,
	options: [...CONVERSION_OPTIONS, outputFormatOption, outputField, downloadTimeout],

	async execute(item) {
		const { context, itemIndex, options, ending } = item;
		const source = readReadableSource(item, AUDIO);
		const rules = readRules(item, readOutputFormat(item));
		const field = readOutputField(item) || 'data';
		const timeoutMs = readTimeoutMs(options);
		return await withTempFolder(async (folder) => {
			const ready = await prepareNote(item, source, rules, { folder, timeoutMs });
			if (ending.aborted) throw cancelled();
			const { note, originalName } = ready;
			const stored = await ready.stored(renamed(originalName, note.fileName));
			const input = context.getInputData()[itemIndex];
			const audio = {
				input: { ...note.input },
				output: { ...note.output },
				converted: note.converted,
			};
			return toItem(
				item,
				// The item's own fields go first, should it have one called `audio`.
				{ audio, ...input?.json },
				{ ...input?.binary, [field]: stored },
			);
		});
	},
};

/** The original's name with the new extension. */
function renamed(originalName: string | undefined, fileName: string): string {
	const { name } = parse(originalName ?? '');
	return name ? name + parse(fileName).ext : fileName;
}
