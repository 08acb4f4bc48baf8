import type { IExecuteFunctions } from 'n8n-workflow';

import type { Platform } from '../../../lib/platform';
import { toId } from '../../shared/ids';
import { toText } from '../../shared/toText';
import { invalid } from './options';

/** Where a file comes from. */
export type FileSource =
	| { kind: 'binary'; binaryPropertyName: string }
	| { kind: 'url'; url: string }
	| { kind: 'attachmentId'; attachmentId: string };

export type ReadableSource = Exclude<FileSource, { kind: 'attachmentId' }>;

/** The parameters that name a source, which voice notes and other media call differently. */
export interface SourceFields {
	source: 'audioSource' | 'mediaSource';
	url: 'audioUrl' | 'mediaUrl';
	urlField: string;
}

export const AUDIO_FIELDS: SourceFields = {
	source: 'audioSource',
	url: 'audioUrl',
	urlField: 'Audio URL',
};

export const MEDIA_FIELDS: SourceFields = {
	source: 'mediaSource',
	url: 'mediaUrl',
	urlField: 'Media URL',
};

export function readPlatform(context: IExecuteFunctions, itemIndex: number): Platform {
	return context.getNodeParameter('platform', itemIndex, 'instagram') === 'messenger'
		? 'messenger'
		: 'instagram';
}

/** A resource locator's value, or the bare id that older or generated workflows hold. */
export function readRecipient(context: IExecuteFunctions, itemIndex: number): string {
	const parameter = context.getNodeParameter('recipientId', itemIndex, '') as unknown;
	const isLocator = typeof parameter === 'object' && parameter !== null && 'value' in parameter;
	const recipientId = toId(isLocator ? parameter.value : parameter, 'Recipient');
	if (recipientId !== '') return recipientId;
	throw invalid(
		"'Recipient' is empty",
		"Map the customer's id here, for example {{ $json.customerId }} from the trigger",
	);
}

/** A required id. */
export function readId(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
	field: string,
	fix: string,
): string {
	const id = toId(context.getNodeParameter(name, itemIndex, ''), field);
	if (id !== '') return id;
	throw invalid(`'${field}' is empty`, fix);
}

export function readText(context: IExecuteFunctions, itemIndex: number, name: string): string {
	return toText(context.getNodeParameter(name, itemIndex, ''));
}

/** @throws SvaraError `invalid_input` for what is no http(s) address */
export function readUrl(value: unknown, field: string, what = 'file'): string {
	const url = toText(value);
	if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
	throw invalid(
		url === '' ? `'${field}' is empty` : `'${field}' is not a web address`,
		`Enter the address of the ${what}, starting with https://`,
	);
}

export function readSource(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: SourceFields,
): FileSource {
	const kind = readText(context, itemIndex, fields.source);
	if (kind === 'url') {
		const url = context.getNodeParameter(fields.url, itemIndex, '') as unknown;
		return { kind, url: readUrl(url, fields.urlField) };
	}
	if (kind === 'attachmentId') {
		const fix = 'Map the id an earlier upload or send has returned';
		return { kind, attachmentId: readId(context, itemIndex, kind, 'Attachment ID', fix) };
	}
	const name = context.getNodeParameter('binaryPropertyName', itemIndex, 'data') as unknown;
	if (name === '') {
		throw invalid(
			"'Input Data Field Name' is empty",
			"Enter the name of the field that holds the file, usually 'data'",
		);
	}
	// An expression may also yield the file itself, which n8n's helpers take in place of the name.
	return { kind: 'binary', binaryPropertyName: name as string };
}

/** A source whose bytes can be read here. */
export function readReadableSource(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: SourceFields,
): ReadableSource {
	const source = readSource(context, itemIndex, fields);
	if (source.kind !== 'attachmentId') return source;
	throw invalid(
		`'${fields === AUDIO_FIELDS ? 'Audio Source' : 'Media Source'}' cannot be an attachment id here`,
		'Choose Binary or URL: an uploaded attachment cannot be read back from Meta',
	);
}
