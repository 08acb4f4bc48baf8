import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Faults } from '../faults/faults';
import { recordBody, recordRequest, type RecordedRequest } from '../faults/recorder';
import { hostOf, readAddress } from '../graph/address';
import { appUsageHeaders } from '../graph/appUsage';
import { graphErrorReply, graphReply, type ReplyContext } from '../graph/reply';
import { decodeBody, decodeQuery, type DecodedBody } from '../graph/request';
import { answerGraph } from '../graph/router';
import { callerOf } from '../graph/tokens';
import { BODY_LIMITS, readBody } from '../http/body';
import { resetConnection, writeReply, writeTruncated, type Reply } from '../http/reply';
import { CURRENT_VERSION, type GraphHost } from '../model/flavours';
import type { World } from '../world/world';

/** What a Graph exchange works with. */
export interface GraphService {
	world: World;
	faults: Faults;
	requests: RecordedRequest[];
	/** Aborted when the sandbox closes. */
	signal: AbortSignal;
}

/** Handles one Graph call: records it, reads it, and answers it by a fault or by Meta's rules. */
export async function exchange(
	service: GraphService,
	message: IncomingMessage,
	response: ServerResponse,
	url: URL,
): Promise<void> {
	const { world, faults, requests } = service;
	const host = hostOf(url.pathname) ?? 'graph.facebook.com';
	const record = recordRequest(requests, message, url, world.clock);
	const connection = new GraphConnection(service, message, response, url, host, record);
	response.once('close', () => {
		if (record.outcome !== 'pending') return;
		record.outcome = response.writableFinished ? 'answered' : 'aborted';
		if (response.writableFinished) record.status = response.statusCode;
	});
	const early = faults.take(record, 'beforeReading');
	if (early !== undefined) return early.play(record, connection);
	await connection.read();
	const fault = faults.take(record, 'afterReading');
	if (fault !== undefined) return fault.play(record, connection);
	connection.send(await connection.deliver());
}

/** One connection's end of the exchange, as faults and rules use it. */
class GraphConnection {
	context: ReplyContext;
	private decoded: DecodedBody | undefined;
	private undecodable: unknown;

	constructor(
		private readonly service: GraphService,
		private readonly message: IncomingMessage,
		private readonly response: ServerResponse,
		private readonly url: URL,
		private readonly host: GraphHost,
		private readonly record: RecordedRequest,
	) {
		const { language } = service.world.settings;
		this.context = { host, version: CURRENT_VERSION, language };
	}

	async read(): Promise<void> {
		const bytes = await readBody(this.message, BODY_LIMITS.graph);
		try {
			this.decoded = await decodeBody(bytes, this.message.headers);
			recordBody(this.record, this.decoded);
		} catch (cause) {
			this.undecodable = cause;
		}
	}

	async deliver(): Promise<Reply> {
		try {
			return graphReply(await this.answer(), this.context);
		} catch (cause) {
			return graphErrorReply(cause, this.context);
		}
	}

	private async answer(): Promise<object> {
		const { world, signal } = this.service;
		const address = readAddress(this.url.pathname, this.host);
		this.context = { ...this.context, version: address.version };
		if (this.decoded === undefined) throw this.undecodable;
		const request = {
			...address,
			method: this.message.method ?? 'GET',
			params: { ...decodeQuery(this.url.searchParams), ...this.decoded.fields },
			files: this.decoded.files,
			encoding: this.decoded.encoding,
			authorization: this.message.headers.authorization,
		};
		try {
			return await answerGraph(world, request, signal);
		} finally {
			const headers = appUsageHeaders(world, callerOf(world, request));
			this.context = { ...this.context, headers };
		}
	}

	send(reply: Reply): void {
		if (this.response.destroyed) return;
		this.record.status = reply.status;
		this.record.outcome = 'answered';
		writeReply(this.response, reply);
	}

	reset(): void {
		this.record.outcome = 'reset';
		resetConnection(this.message);
	}

	truncate(reply: Reply): void {
		this.record.status = reply.status;
		this.record.outcome = 'truncated';
		writeTruncated(this.response, reply);
	}
}
