import type { IExecuteFunctions } from 'n8n-workflow';

import type { AttachmentType } from '../../../lib/graph';
import { readText, readUrl } from './fields';
import { chosen } from './options';

export function readMediaType(context: IExecuteFunctions, itemIndex: number): AttachmentType {
	const value = readText(context, itemIndex, 'mediaType');
	return chosen(value, 'Media Type', ['image', 'video', 'audio', 'file']);
}

/** A list as the editor stores it, or text with commas or line breaks, as expressions yield it. */
export function readAdditionalUrls(context: IExecuteFunctions, itemIndex: number): string[] {
	const value = context.getNodeParameter('additionalMediaUrls', itemIndex, []) as unknown;
	const list: unknown[] = Array.isArray(value) ? value.flat() : [value];
	return list
		.flatMap((each) => (typeof each === 'string' ? each.split(/\s*[,\n]\s*/) : [each]))
		.filter((each) => each !== '' && each !== undefined && each !== null)
		.map((each) => readUrl(each, 'Additional Image URLs', 'image'));
}
