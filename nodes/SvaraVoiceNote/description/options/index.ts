import type { INodeProperties } from 'n8n-workflow';

import {
	bitrateKbps,
	convert,
	delivery,
	disclosure,
	disclosureLapseHours,
	idempotencyKey,
	includeToken,
	maxDuration,
	maxRetries,
	messageTag,
	normalizeLoudness,
	onUnknownOutcome,
	outputBinaryPropertyName,
	replyToMessageId,
	showTyping,
	downloadTimeout,
	timeout,
	whenTooLong,
	windowClosesAt,
} from './fields';

const CALL = [maxRetries, timeout];

/** What keeps a message from going out too late, twice or unannounced. */
const ONCE = [...CALL, disclosure, disclosureLapseHours, idempotencyKey, windowClosesAt];

const MESSAGE = [...ONCE, messageTag, replyToMessageId, showTyping];

const CONVERSION = [bitrateKbps, convert, ...maxDuration, normalizeLoudness, whenTooLong];

/** The options of each operation. What the Conversations API does not show cannot be verified. */
const OPTIONS: ReadonlyArray<
	readonly [resource: string, operations: string[], fields: INodeProperties[]]
> = [
	[
		'voiceNote',
		['send'],
		[...MESSAGE, ...CONVERSION, delivery, onUnknownOutcome, outputBinaryPropertyName],
	],
	['voiceNote', ['convert'], [...CONVERSION, outputBinaryPropertyName, downloadTimeout]],
	['message', ['sendText', 'sendMedia'], [...MESSAGE, onUnknownOutcome]],
	['message', ['sendSticker', 'sharePost'], MESSAGE],
	['message', ['react'], ONCE],
	['message', ['unreact'], [...CALL, idempotencyKey, windowClosesAt]],
	['message', ['senderAction'], [...CALL, windowClosesAt]],
	['attachment', ['upload'], CALL],
	['attachment', ['download'], [downloadTimeout]],
	['conversation', ['getWindow', 'getProfile', 'getMany'], CALL],
	['account', ['get'], CALL],
	['account', ['refreshToken'], [...CALL, includeToken]],
];

const inOrder = (fields: INodeProperties[]): INodeProperties[] =>
	fields.toSorted((a, b) => a.displayName.localeCompare(b.displayName, 'en'));

/** Optional fields, in alphabetical order as n8n shows them. */
export const optionFields: INodeProperties[] = OPTIONS.map(([resource, operation, fields]) => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { show: { resource: [resource], operation } },
	options: inOrder(fields),
}));
