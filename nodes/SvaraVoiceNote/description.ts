import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { FLAVOURS } from '../../lib/graph';
import type { Platform } from '../../lib/platform';
import { CREDENTIAL_TYPES } from '../shared/account';
import { platformField } from '../shared/platformField';
import { isRefusal, RESOURCES, type Operation, type Resource } from './operations';
import { inGroups } from './parameters/optionGroups';
import { recipientFields } from './parameters/recipient';

type Show = Record<string, string[]>;

const PLATFORMS: readonly Platform[] = ['instagram', 'messenger'];

const [{ value: defaultResource }] = RESOURCES;

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	// By use and not by name: the node creator lists actions in this order, 'Send voice note' first.
	options: RESOURCES.map(({ name, value }) => ({ name, value })),
	default: defaultResource,
};

/** Everything a user sees in the node, in reading order. */
export const properties: INodeProperties[] = [
	platformField,
	resourceField,
	...RESOURCES.flatMap(operationFields),
	...RESOURCES.flatMap(recipientOf),
	...RESOURCES.flatMap(ownFields),
	...RESOURCES.flatMap(optionFields),
];

/** What is done without an account asks for no credential. */
const withoutAccount = RESOURCES.flatMap(({ operations }) => operations)
	.filter(({ needs }) => needs === 'item')
	.map(({ value }) => value);

/** By `hide`: with `show`, the editor takes 'Platform' for a choice of credential and shows no such field. */
const credentialFor = (platform: Platform, testedBy: string) => ({
	name: CREDENTIAL_TYPES[platform],
	required: true,
	testedBy,
	displayOptions: {
		hide: { platform: PLATFORMS.filter((other) => other !== platform), operation: withoutAccount },
	},
});

export const credentials: INodeTypeDescription['credentials'] = [
	credentialFor('instagram', 'testSvaraInstagramApi'),
	credentialFor('messenger', 'testSvaraMessengerApi'),
];

/** One list where all platforms have all operations; what a platform cannot do is not offered for it. */
function operationFields({ value, operations }: Resource): INodeProperties[] {
	const offered = PLATFORMS.map((platform) => operations.filter(isOfferedOn(platform)));
	const [{ value: defaultOperation }] = operations;
	const isSameEverywhere = offered.every(({ length }) => length === operations.length);
	const field = (list: readonly Operation[], show: Show): INodeProperties => ({
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value], ...show } },
		options: list.map(toChoice),
		default: defaultOperation,
	});
	return isSameEverywhere
		? [field(operations, {})]
		: PLATFORMS.map((platform, index) => field(offered[index] ?? [], { platform: [platform] }));
}

/** Whether an account of any kind on this platform has the operation. */
function isOfferedOn(platform: Platform) {
	const flavours = Object.values(FLAVOURS).filter((flavour) => flavour.platform === platform);
	return ({ availability }: Operation) =>
		flavours.some(({ name }) => !isRefusal(availability[name]));
}

function toChoice({ name, value, description, action }: Operation): INodePropertyOptions {
	return { name, value, description, action };
}

/** One for all operations of a resource that are about a person. */
function recipientOf({ value, operations }: Resource): INodeProperties[] {
	const operation = operations
		.filter(({ needs }) => needs === 'recipient' || needs === 'message')
		.map((each) => each.value);
	if (operation.length === 0) return [];
	return recipientFields.map((field) => shownFor({ resource: [value], operation }, field));
}

function ownFields({ value, operations }: Resource): INodeProperties[] {
	return operations.flatMap((operation) =>
		operation.fields.map((field) =>
			shownFor({ resource: [value], operation: [operation.value] }, field),
		),
	);
}

function optionFields({ value, operations }: Resource): INodeProperties[] {
	return operations
		.filter(({ options }) => options.length > 0)
		.map((operation) => ({
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: { show: { resource: [value], operation: [operation.value] } },
			options: inGroups(operation.options),
		}));
}

/** The field, shown only there, besides the conditions it has of its own. */
function shownFor(show: Show, field: INodeProperties): INodeProperties {
	const { displayOptions } = field;
	return {
		...field,
		displayOptions: { ...displayOptions, show: { ...show, ...displayOptions?.show } },
	};
}
