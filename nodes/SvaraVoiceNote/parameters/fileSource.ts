import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { readId, readText, readValue, type Item } from './item';
import { invalid, webAddress } from './values';

/** Where a file comes from. */
export type FileSource =
	| { kind: 'binary'; binaryPropertyName: string }
	| { kind: 'url'; url: string }
	| { kind: 'attachmentId'; attachmentId: string };

/** A source whose bytes can be read here. */
export type ReadableSource = Exclude<FileSource, { kind: 'attachmentId' }>;

/** The parameters that name a source, which voice notes and other media call differently. */
export interface SourceNames {
	source: 'audioSource' | 'mediaSource';
	url: 'audioUrl' | 'mediaUrl';
	sourceField: string;
	urlField: string;
}

/** What voice notes and other media say of their sources differently. */
interface SourceWords {
	binary: string;
	binaryHint: string;
	binaryDescription?: string;
	urlPlaceholder: string;
	urlDescription: string;
}

const FROM_ATTACHMENT_ID: INodePropertyOptions = {
	name: 'Attachment ID',
	value: 'attachmentId',
	description: 'A file uploaded to Meta before; usable for 90 days by the same account',
};
const FROM_URL: INodePropertyOptions = {
	name: 'URL',
	value: 'url',
	description: 'A file on the web',
};

/**
 * The fields that name a source: `readable` where the file is read here, `any` where Meta may have it
 * already.
 */
export function sourceFields(
	names: SourceNames,
	words: SourceWords,
): Record<'readable' | 'any', INodeProperties[]> {
	const fromBinary = { name: 'Binary', value: 'binary', description: words.binary };
	const source = (others: INodePropertyOptions[]): INodeProperties[] => {
		const field: INodeProperties = {
			displayName: names.sourceField,
			name: names.source,
			type: 'options',
			options: [...others, fromBinary, FROM_URL],
			default: 'binary',
			displayOptions: { hide: { '@tool': [true] } },
		};
		// An agent calls its tools with json alone (n8n-core, `requests-response.js`).
		const asTool: INodeProperties = {
			...field,
			options: [...others, FROM_URL],
			default: 'url',
			displayOptions: { show: { '@tool': [true] } },
		};
		return [field, asTool];
	};
	const shownFor = (kind: FileSource['kind']) => ({ show: { [names.source]: [kind] } });
	const readable: INodeProperties[] = [
		{
			displayName: 'Input Data Field Name',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			displayOptions: shownFor('binary'),
			placeholder: 'e.g. data',
			hint: words.binaryHint,
			...(words.binaryDescription ? { description: words.binaryDescription } : {}),
		},
		{
			displayName: names.urlField,
			name: names.url,
			type: 'string',
			default: '',
			required: true,
			displayOptions: shownFor('url'),
			placeholder: words.urlPlaceholder,
			description: words.urlDescription,
		},
	];
	const attachmentId: INodeProperties = {
		displayName: 'Attachment ID',
		name: 'attachmentId',
		type: 'string',
		default: '',
		required: true,
		displayOptions: shownFor('attachmentId'),
		placeholder: 'e.g. 687799999980546',
		description: 'As output by an earlier upload or send of the same account',
	};
	return {
		readable: [...source([]), ...readable],
		any: [...source([FROM_ATTACHMENT_ID]), ...readable, attachmentId],
	};
}

/** @throws SvaraError `invalid_input` */
export function readSource(item: Item, names: SourceNames): FileSource {
	const kind = readText(item, names.source);
	if (kind === 'url') {
		return { kind, url: webAddress(readValue(item, names.url), names.urlField) };
	}
	if (kind === 'attachmentId') {
		const fix = 'Map the id an earlier upload or send has returned';
		return { kind, attachmentId: readId(item, kind, 'Attachment ID', fix) };
	}
	const name = readValue(item, 'binaryPropertyName', 'data');
	if (name === '') {
		throw invalid(
			"'Input Data Field Name' is empty",
			"Enter the name of the field that holds the file, usually 'data'",
		);
	}
	// An expression may also yield the file itself, which n8n's helpers take in place of the name.
	return { kind: 'binary', binaryPropertyName: name as string };
}

/** @throws SvaraError `invalid_input`, also for an attachment id */
export function readReadableSource(item: Item, names: SourceNames): ReadableSource {
	const source = readSource(item, names);
	if (source.kind !== 'attachmentId') return source;
	throw invalid(
		`'${names.sourceField}' cannot be an attachment id here`,
		'Choose Binary or URL: an uploaded attachment cannot be read back from Meta',
	);
}
