import {
	deepCopy,
	jsonParse,
	NodeConnectionTypes,
	NodeOperationError,
	type AssignmentCollectionValue,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/**
 * Small stand-ins for the nodes of n8n-nodes-base that workflows around ours use, so that an
 * exported workflow runs as it is without installing n8n itself.
 */
export const standIns: Readonly<Record<string, INodeType>> = {
	...Object.fromEntries(
		['manualTrigger', 'scheduleTrigger', 'formTrigger', 'webhook'].map((name) => [
			`n8n-nodes-base.${name}`,
			passThrough(name, { group: ['trigger'], inputs: [] }),
		]),
	),
	'n8n-nodes-base.noOp': passThrough('noOp'),
	'n8n-nodes-base.if': ifNode(),
	'n8n-nodes-base.set': editFields(),
	// Never runs: nothing leads to it.
	'n8n-nodes-base.stickyNote': passThrough('stickyNote', { inputs: [], outputs: [] }),
};

/** Takes the place of a node nobody has provided; it only matters if the run reaches it. */
export function missingNode(type: string): INodeType {
	return {
		description: describe(type),
		async execute(this: IExecuteFunctions) {
			throw new NodeOperationError(
				this.getNode(),
				`The test engine has no node of type '${type}'. Pass one in the option 'nodes'.`,
			);
		},
	};
}

function describe(name: string, more: Partial<INodeTypeDescription> = {}): INodeTypeDescription {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: [1, 1.1, 1.2, 2, 2.1, 3, 3.1, 3.2, 3.3, 3.4],
		description: `Stand-in for ${name}`,
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
		...more,
	};
}

function passThrough(name: string, more?: Partial<INodeTypeDescription>): INodeType {
	return {
		description: describe(name, more),
		async execute(this: IExecuteFunctions) {
			return [this.getInputData()];
		},
	};
}

/** If 2.2: n8n-core itself evaluates a parameter of type `filter`. */
function ifNode(): INodeType {
	return {
		description: describe('if', {
			outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
			properties: [
				{
					displayName: 'Conditions',
					name: 'conditions',
					type: 'filter',
					default: {},
					typeOptions: { filter: { version: 2 } },
				},
			],
		}),
		async execute(this: IExecuteFunctions) {
			const outputs: [INodeExecutionData[], INodeExecutionData[]] = [[], []];
			for (const [index, item] of this.getInputData().entries()) {
				const isTrue = this.getNodeParameter('conditions', index, false, { extractValue: true });
				outputs[isTrue ? 0 : 1].push({ ...item, pairedItem: { item: index } });
			}
			return outputs;
		},
	};
}

/** Edit Fields 3.4 with its parameters `mode`, `assignments`, `jsonOutput`, `includeOtherFields`. */
function editFields(): INodeType {
	return {
		// n8n drops parameters that the description does not list.
		description: describe('set', {
			properties: [
				{ displayName: 'Mode', name: 'mode', type: 'string', default: 'manual' },
				{
					displayName: 'Fields to Set',
					name: 'assignments',
					type: 'assignmentCollection',
					default: { assignments: [] },
				},
				{ displayName: 'JSON', name: 'jsonOutput', type: 'json', default: '{}' },
				{
					displayName: 'Include Other Input Fields',
					name: 'includeOtherFields',
					type: 'boolean',
					default: false,
				},
			],
		}),
		async execute(this: IExecuteFunctions) {
			return [this.getInputData().map((item, index) => withFields.call(this, item, index))];
		},
	};
}

function withFields(
	this: IExecuteFunctions,
	item: INodeExecutionData,
	index: number,
): INodeExecutionData {
	const keepsOthers = this.getNodeParameter('includeOtherFields', index, false) as boolean;
	const json: IDataObject = keepsOthers ? deepCopy(item.json) : {};
	if (this.getNodeParameter('mode', index, 'manual') === 'raw') {
		const output = this.getNodeParameter('jsonOutput', index, '{}') as string | IDataObject;
		Object.assign(json, typeof output === 'string' ? jsonParse<IDataObject>(output) : output);
	} else {
		const none: AssignmentCollectionValue = { assignments: [] };
		const fields = this.getNodeParameter('assignments', index, none) as AssignmentCollectionValue;
		for (const { name, value } of fields.assignments) setPath(json, name, value);
	}
	// Edit Fields 3.4 drops binary data unless other fields are kept.
	return {
		json,
		...(keepsOthers && item.binary && { binary: item.binary }),
		pairedItem: { item: index },
	};
}

function setPath(target: IDataObject, path: string, value: unknown): void {
	const keys = path.split('.');
	const last = keys.pop() ?? path;
	let parent = target;
	for (const key of keys) {
		const child = (parent[key] ?? {}) as IDataObject;
		parent[key] = child;
		parent = child;
	}
	parent[last] = value as IDataObject;
}
