import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { IConnections, IDataObject, INode, IRun } from 'n8n-workflow';

import { eventually } from './eventually';

/** As the editor exports it and imports it. */
export interface WorkflowFile {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IDataObject;
}

/** As n8n keeps it. */
export interface SavedWorkflow {
	id: string;
	versionId: string;
}

export interface Execution {
	id: string;
	status: string;
	/** What each node put out, and what went wrong. */
	data: IRun['data'];
}

/** How activating went, one entry a trigger. */
interface Publication {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ errorMessage: string | null }>;
}

/**
 * n8n reads in two queries whether it is at work and what came of it, so that for a moment neither may
 * be seen (`workflow-publication-status.service.js`).
 */
const PENDING: Array<Publication['status']> = ['in_progress', 'not_published'];

/** How an execution that is over is marked. */
const OVER = ['success', 'error', 'crashed', 'canceled'];

/** Whoever {@link N8nApi.becomeOwner} makes the owner of the instance. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Olga',
	lastName: 'Owner',
	password: 'Voice-n0tes-for-everyone',
};

/** What the editor does, through the REST API it does it with. */
export class N8nApi {
	private cookie = '';

	/**
	 * @param url of the server, without a trailing slash
	 * @param directory n8n's package, which knows how n8n writes executions down
	 */
	constructor(
		readonly url: string,
		private readonly directory: string,
	) {}

	/** Creates the instance's owner, as the first visitor of the editor does, and logs in. */
	async becomeOwner(): Promise<void> {
		await this.post('/rest/owner/setup', OWNER);
		await this.logIn();
	}

	/** Becomes the owner of a new instance, or logs in where that has been done before. */
	async enter(): Promise<void> {
		const { userManagement } = await this.get<{
			userManagement: { showSetupOnFirstLoad?: boolean };
		}>('/rest/settings');
		await (userManagement.showSetupOnFirstLoad ? this.becomeOwner() : this.logIn());
	}

	/** Logs in as the owner. */
	async logIn(): Promise<void> {
		this.cookie = '';
		const { email, password } = OWNER;
		await this.post('/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** Saves a credential; resolves with what a node's `credentials` hold of it. */
	async createCredential(
		type: string,
		name: string,
		data: IDataObject,
	): Promise<{ id: string; name: string }> {
		const { id } = await this.post<{ id: string }>('/rest/credentials', { name, type, data });
		return { id, name };
	}

	/** What the credential window says about these fields, once they are saved. */
	async testCredential(
		type: string,
		data: IDataObject,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const { id, name } = await this.createCredential(type, 'Under test', data);
		return await this.post('/rest/credentials/test', { credentials: { id, name, type, data } });
	}

	/** All credentials, without what is secret. */
	async listCredentials(): Promise<Array<{ id: string; name: string; type: string }>> {
		return await this.get('/rest/credentials');
	}

	/** All workflows, without their nodes. */
	async listWorkflows(): Promise<Array<{ id: string; name: string; active: boolean }>> {
		return await this.get('/rest/workflows');
	}

	/** Imports a workflow, which is not active then; n8n finds its credentials by their names where it does not know their ids. */
	async createWorkflow(workflow: WorkflowFile): Promise<SavedWorkflow> {
		// n8n 2.0 wants to be told that it is not active.
		return await this.post('/rest/workflows', { settings: {}, active: false, ...workflow });
	}

	/** Imports a workflow and activates it; resolves with its id. See {@link publish}. */
	async activate(workflow: WorkflowFile): Promise<string> {
		const saved = await this.createWorkflow(workflow);
		await this.publish(saved);
		return saved.id;
	}

	/** What "Execute workflow" does, with a trigger that waits for nothing. */
	async execute({ id }: SavedWorkflow, triggerName: string): Promise<void> {
		await this.post(`/rest/workflows/${id}/run`, { triggerToStartFrom: { name: triggerName } });
	}

	async deactivate({ id }: SavedWorkflow): Promise<void> {
		await this.post(`/rest/workflows/${id}/deactivate`, {});
	}

	/**
	 * Activates a workflow; resolves once its webhooks are registered, which n8n 2.41 does in the
	 * background.
	 *
	 * @throws Error with what the trigger said, when it refuses
	 */
	async publish({ id, versionId }: SavedWorkflow): Promise<void> {
		await this.switchOn(id, versionId);
		const { status, triggers } = await eventually('the workflow is published', async () => {
			const publication = await this.publication(id);
			return PENDING.includes(publication.status) ? undefined : publication;
		});
		if (status !== 'published') throw new Error(triggers.map((each) => each.errorMessage).join());
	}

	/** n8n 1 has no call of its own for it. */
	private async switchOn(id: string, versionId: string): Promise<void> {
		await this.post(`/rest/workflows/${id}/activate`, { versionId }).catch(
			async (error: unknown) => {
				if (!isNotFound(error)) throw error;
				await this.request('PATCH', `/rest/workflows/${id}`, { active: true, versionId });
			},
		);
	}

	/** n8n 2.0 cannot be asked: it answers the call itself once the webhooks are registered. */
	private async publication(id: string): Promise<Publication> {
		const path = `/rest/workflows/${id}/publication-status`;
		return await this.get<Publication>(path).catch((error: unknown) => {
			if (!isNotFound(error)) throw error;
			return { status: 'published', triggers: [] };
		});
	}

	/** Waits until so many executions of a workflow are over, and resolves with all of its stored ones. */
	async finishedExecutions(workflowId: string, count: number): Promise<Execution[]> {
		const finished = await eventually(`${count} executions are over`, async () => {
			const listed = await this.listExecutions(workflowId);
			const areOver = listed.every(({ status }) => OVER.includes(status));
			return listed.length >= count && areOver ? listed : undefined;
		});
		return await Promise.all(finished.map(({ id }) => this.readExecution(id)));
	}

	private async listExecutions(
		workflowId: string,
	): Promise<Array<Pick<Execution, 'id' | 'status'>>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.get<{ results: Array<{ id: string; status: string }> }>(
			`/rest/executions?filter=${filter}&limit=100`,
		);
		return results.sort((a, b) => Number(a.id) - Number(b.id));
	}

	/** Executions travel as they are stored: flattened by the package `flatted`. */
	private async readExecution(id: string): Promise<Execution> {
		const { status, data } = await this.get<{ status: string; data: string }>(
			`/rest/executions/${id}`,
		);
		const { parse } = createRequire(join(this.directory, 'package.json'))('flatted') as {
			parse: (text: string) => IRun['data'];
		};
		return { id, status, data: parse(data) };
	}

	/** Files of the editor, e.g. `/types/nodes.json`. */
	async editorFile<T>(path: string): Promise<T> {
		return await this.request<T>('GET', path);
	}

	private async get<T>(path: string): Promise<T> {
		return (await this.request<{ data: T }>('GET', path)).data;
	}

	private async post<T>(path: string, body: object): Promise<T> {
		return (await this.request<{ data: T }>('POST', path, body)).data;
	}

	private async request<T>(method: string, path: string, body?: object): Promise<T> {
		const response = await fetch(this.url + path, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.cookie },
			...(body && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`${method} ${path}: ${response.status} ${text}`, { cause: response.status });
		}
		const [cookie] = response.headers.getSetCookie();
		if (cookie) this.cookie = cookie.slice(0, cookie.indexOf(';'));
		return JSON.parse(text) as T;
	}
}

/** Another version of n8n, which has no such path. */
const isNotFound = (error: unknown) => error instanceof Error && error.cause === 404;
