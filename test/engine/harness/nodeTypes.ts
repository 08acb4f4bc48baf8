import { PackageDirectoryLoader } from 'n8n-core';
import {
	NodeHelpers,
	type ICredentialType,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';

import { asTool } from './asTool';
import { missingNode, standIns } from './standIns';

export interface LoadedPackage {
	readonly nodeTypes: INodeTypes;
	readonly credentialTypes: ReadonlyMap<string, ICredentialType>;
}

/**
 * Loads the package as n8n does after an install: `PackageDirectoryLoader` reads package.json and
 * from it `dist/…`, checks class names, icons and codex files. (With `NODE_ENV=test`, under Jest,
 * n8n requires the files directly; otherwise it evaluates `new Class()` in a vm context.)
 *
 * @param directory the folder of the package.json
 * @param nodes further nodes by full type name; they win over the stand-ins
 */
export async function loadPackage(
	directory: string,
	nodes: Record<string, INodeType>,
	credentialTypes: ICredentialType[],
): Promise<LoadedPackage> {
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();

	const byType = new Map<string, INodeType | IVersionedNodeType>(
		Object.entries({ ...standIns, ...nodes }),
	);
	for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
		byType.set(`${loader.packageName}.${name}`, type);
		if ('execute' in type && type.description.usableAsTool) {
			byType.set(`${loader.packageName}.${name}Tool`, asTool(type));
		}
	}

	const find = (type: string): INodeType | IVersionedNodeType =>
		byType.get(type) ?? missingNode(type);
	const nodeTypes: INodeTypes = {
		getByName: find,
		getByNameAndVersion: (type, version) => NodeHelpers.getVersionedNodeType(find(type), version),
		getKnownTypes: () => ({}),
	};

	const credentials = [
		...Object.values(loader.credentialTypes).map(({ type }) => type),
		...credentialTypes,
	];
	return {
		nodeTypes,
		credentialTypes: new Map(credentials.map((type) => [type.name, type])),
	};
}
