import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import {
	UnexpectedError,
	type DeduplicationItemTypes,
	type DeduplicationScope,
	type ICheckProcessedContextData,
	type ICheckProcessedOptions,
	type IDataDeduplicator,
	type IDeduplicationOutput,
} from 'n8n-workflow';

export type StoreAccess = 'find' | 'insert' | 'update' | 'delete';

/**
 * n8n's processed-data store: one JSON row per workflow and context, read, changed in memory and
 * written back whole. Nothing locks it, so two calls that overlap lose one another's entries, just
 * as in n8n (`packages/cli/src/deduplication/deduplication-helper.ts`; the rows are a Map here
 * where n8n has a table). Only mode `entries` exists: the package uses no other.
 */
export class ProcessedDataStore implements IDataDeduplicator {
	/** Key `workflowId context`, value the JSON text of the row. */
	readonly rows = new Map<string, string>();

	/**
	 * Awaited before every access, as a database query takes at least one turn of the event loop.
	 * Replace it to hold a query back or to make it fail.
	 */
	beforeAccess: (access: StoreAccess) => Promise<unknown> = async () => await setImmediate();

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		assertEntriesMode(options);
		const key = rowKey(scope, contextData);
		const stored = await this.find(key);

		const seen = new Set(stored);
		const output: IDeduplicationOutput = {
			new: items.filter((item) => !seen.has(hash(item))),
			processed: items.filter((item) => seen.has(hash(item))),
		};

		const entries = [...(stored ?? []), ...output.new.map(hash)];
		const { maxEntries } = options;
		if (maxEntries) entries.splice(0, entries.length - maxEntries);
		await this.write(stored ? 'update' : 'insert', key, entries);
		return output;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<void> {
		assertEntriesMode(options);
		const key = rowKey(scope, contextData);
		const entries = await this.find(key);
		if (!entries) return;
		for (const item of items) {
			const index = entries.indexOf(hash(item));
			if (index !== -1) entries.splice(index, 1);
		}
		await this.write('update', key, entries);
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		await this.beforeAccess('delete');
		this.rows.delete(rowKey(scope, contextData));
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<number> {
		return (await this.find(rowKey(scope, contextData)))?.length ?? 0;
	}

	private async find(key: string): Promise<string[] | undefined> {
		await this.beforeAccess('find');
		const row = this.rows.get(key);
		return row === undefined ? undefined : (JSON.parse(row) as { data: string[] }).data;
	}

	private async write(access: 'insert' | 'update', key: string, data: string[]): Promise<void> {
		await this.beforeAccess(access);
		if (access === 'insert' && this.rows.has(key)) {
			throw new UnexpectedError('UNIQUE constraint failed: processed_data');
		}
		this.rows.set(key, JSON.stringify({ mode: 'entries', data }));
	}
}

function assertEntriesMode({ mode }: ICheckProcessedOptions): void {
	if (mode !== 'entries') throw new UnexpectedError(`The test store has no mode '${mode}'`);
}

function rowKey(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return `${workflow.id} ${scope === 'node' ? `n:${node?.id}` : ''}`;
}

function hash(item: DeduplicationItemTypes): string {
	return createHash('md5').update(item.toString()).digest('base64');
}
