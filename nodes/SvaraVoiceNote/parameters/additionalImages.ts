import type { INodeProperties } from 'n8n-workflow';

import { readValue, type Item } from './item';
import { webAddress } from './values';

/** Several images become one message. */
export const additionalImages: INodeProperties = {
	displayName: 'Additional Image URLs',
	name: 'additionalMediaUrls',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Image URL' },
	default: [],
	displayOptions: { show: { mediaType: ['image'] } },
	placeholder: 'e.g. https://example.com/second.jpg',
	description: 'Further images for the same message: up to 10 in all on Instagram, 30 on Messenger',
};

/**
 * A list as the editor stores it, or text with commas or line breaks, as expressions yield it.
 * @throws SvaraError `invalid_input`
 */
export function readAdditionalImages(item: Item): string[] {
	const value = readValue(item, 'additionalMediaUrls', []);
	const list: unknown[] = Array.isArray(value) ? value.flat() : [value];
	return list
		.flatMap((each) => (typeof each === 'string' ? each.split(/\s*[,\n]\s*/) : [each]))
		.filter((each) => each !== '' && each !== undefined && each !== null)
		.map((each) => webAddress(each, 'Additional Image URLs', 'image'));
}
