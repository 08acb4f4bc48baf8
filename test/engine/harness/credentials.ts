import { getAdditionalKeys, UnrecognizedCredentialTypeError } from 'n8n-core';
import {
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	UnexpectedError,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/**
 * What n8n's `CredentialsHelper` (`packages/cli/src/credentials-helper.ts`) does with a credential,
 * without the database: defaults filled in, expressions resolved for the item being served, and
 * `authenticate` applied to a request.
 */
export class Credentials extends ICredentialsHelper {
	private readonly saved = new Map<string, ICredentialDataDecryptedObject>();

	/** @param types every credential type that a loaded node can ask for, by name */
	constructor(private readonly types: ReadonlyMap<string, ICredentialType>) {
		super();
	}

	/**
	 * Saves a credential, as the user would in the credential's window.
	 *
	 * @param id saves further credentials of the same type beside the first
	 * @returns what a workflow's node holds under `credentials[type]`
	 */
	save(type: string, data: ICredentialDataDecryptedObject, id = type): INodeCredentialsDetails {
		this.saved.set(savedKey(type, id), data);
		return { id, name: id };
	}

	/**
	 * Nodes with the credentials they lack picked for them, as a user does after importing a
	 * workflow: an unknown or missing credential becomes the one saved without an id.
	 *
	 * @param wanted the credential types that this node's description lists
	 */
	pickFor(node: INode, wanted: string[]): INode {
		const picked = { ...node.credentials };
		for (const type of wanted) {
			const isKnown = this.saved.has(savedKey(type, picked[type]?.id));
			if (!isKnown && this.saved.has(savedKey(type, type))) picked[type] = { id: type, name: type };
		}
		return { ...node, credentials: picked };
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		{ id, name }: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		item?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const saved = this.saved.get(savedKey(type, id));
		if (!saved) throw new UnexpectedError(`No credential '${name}' of type '${type}' was saved`);
		if (raw) return { ...saved };

		const data = this.withDefaults(type, saved);
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (!item) {
			const { expression } = new Workflow(EMPTY_WORKFLOW);
			return expression.getComplexParameterValue(
				EMPTY_NODE,
				data,
				mode,
				keys,
				undefined,
				undefined,
				data,
			) as ICredentialDataDecryptedObject;
		}
		return item.workflow.expression.getParameterValue(
			data,
			item.runExecutionData,
			item.runIndex,
			item.itemIndex,
			item.node.name,
			item.connectionInputData,
			mode,
			keys,
			executeData,
			false,
			data,
		) as ICredentialDataDecryptedObject;
	}

	/** What the user typed, and the type's defaults for the rest, as n8n hands it to a node. */
	withDefaults(type: string, data: ICredentialDataDecryptedObject): INodeParameters {
		return (
			NodeHelpers.getNodeParameters(
				this.getCredentialsProperties(type),
				data as INodeParameters,
				true,
				false,
				null,
				null,
			) ?? {}
		);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const request = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.type(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (!authenticate) return request;

		const resolve = (text: string): string => {
			if (!isExpression(text)) return text;
			const keys = { $credentials: credentials };
			const value = workflow.expression.getSimpleParameterValue(
				node,
				text,
				'internal',
				keys,
				undefined,
				'',
			);
			return value ? String(value) : '';
		};
		const parts = request as unknown as Record<string, Record<string, unknown>>;
		for (const [part, entries] of Object.entries(authenticate.properties)) {
			const target = (parts[part] ??= {});
			for (const [key, value] of Object.entries(entries as Record<string, string>)) {
				target[resolve(key)] = resolve(value);
			}
		}
		return request;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.type(type).properties;
	}

	getParentTypes(name: string): string[] {
		return this.types.get(name)?.extends ?? [];
	}

	isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		const type = this.types.get(credentialType);
		return !type?.restrictToSupportedNodes || !!type.supportedNodes?.includes(nodeType);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.type(typeName);
		const expirable = type.properties.find(({ typeOptions }) => typeOptions?.expirable)?.name;
		const used = node.credentials?.[typeName];
		if (!expirable || !used || !type.preAuthentication) return undefined;
		if (credentials[expirable] !== '' && !credentialsExpired) return undefined;
		const output = await type.preAuthentication.call(helpers, credentials);
		if (output[expirable] === undefined) return undefined;
		const key = savedKey(typeName, used.id);
		const stored: ICredentialDataDecryptedObject = { ...this.saved.get(key) };
		for (const [name, value] of Object.entries(output)) {
			if (name === expirable || !isExpression(stored[name])) stored[name] = value as string;
		}
		this.saved.set(key, stored);
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(): Promise<undefined> {}

	async getCredentials(): Promise<ICredentials> {
		throw new UnexpectedError('The test engine keeps no encrypted credentials');
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	private type(name: string): ICredentialType {
		const type = this.types.get(name);
		if (!type) throw new UnrecognizedCredentialTypeError(name);
		return type;
	}
}

function savedKey(type: string, id: string | null | undefined): string {
	return `${type} ${id}`;
}

/** Where n8n resolves expressions of a credential that no execution asks for. */
const EMPTY_NODE: INode = {
	id: 'none',
	name: '',
	type: '',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const NO_NODE_TYPE = { description: { properties: [] } } as never;

const EMPTY_WORKFLOW = {
	nodes: [EMPTY_NODE],
	connections: {},
	active: false,
	nodeTypes: {
		getByName: () => NO_NODE_TYPE,
		getByNameAndVersion: () => NO_NODE_TYPE,
		getKnownTypes: () => ({}),
	},
};
