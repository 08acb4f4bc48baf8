import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

/** Takes the HTTP Request node's place in the example: the file comes from disk instead of the web. */
export function fileFrom(path: string): INodeType {
	return {
		description: {
			displayName: 'Get Recording',
			name: 'httpRequest',
			group: ['input'],
			version: [4.2],
			description: 'Puts a local file on each item',
			defaults: { name: 'Get Recording' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items = this.getInputData().map(async ({ json }, item) => ({
				json,
				binary: {
					data: await this.helpers.prepareBinaryData(
						createReadStream(path),
						basename(path),
						'application/octet-stream',
					),
				},
				pairedItem: { item },
			}));
			return [await Promise.all(items)];
		},
	};
}
