import type { IncomingMessage, ServerResponse } from 'node:http';

import type { ActiveFault, Faults } from '../faults/faults';
import {
	recordBody,
	recordedAnswer,
	recordRequest,
	type RecordedRequest,
} from '../faults/recorder';
import { hostOf, readAddress } from '../graph/address';
import { graphErrorReply, graphReply, type ReplyContext } from '../graph/reply';
import { decodeBody, decodeQuery, type DecodedBody } from '../graph/request';
import type { GraphRequest } from '../graph/request';
import { answerGraph } from '../graph/router';
import { BODY_LIMITS, readBody } from '../http/body';
import { resetConnection, writeReply, writeTruncated, type Reply } from '../http/reply';
import { CURRENT_VERSION, type GraphHost } from '../model/flavours';
import type { World } from '../world/world';
import { callerOf } from './caller';
import { isRehearsable, rehearsal } from './rehearsal';

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
	const caller = callerOf(record, world);
	if (caller !== undefined) record.accountId = caller.id;
	const connection = new GraphConnection(service, message, response, url, host, record);
	response.once('close', () => {
		if (record.outcome !== 'pending') return;
		if (response.writableFinished) record.status = response.statusCode;
		connection.end(response.writableFinished ? 'answered' : 'aborted');
	});
	const early = faults.take(record, 'beforeReading');
	if (early !== undefined) return connection.suffer(early);
	await connection.read();
	const fault = faults.take(record, 'afterReading');
	if (fault !== undefined) return connection.suffer(fault);
	connection.send(await connection.deliver());
}

/** One connection's end of the exchange, as faults and rules use it. */
class GraphConnection {
	context: ReplyContext;
	private decoded: DecodedBody | undefined;
	private undecodable: unknown;
	/** What the rules said, and so what happened. */
	private ruled: Reply | undefined;
	private readonly startedAt = performance.now();

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
		this.ruled = await this.answerBy(this.service.world, () => true);
		return this.ruled as Reply;
	}

	/** Lets a fault answer, and notes down what Meta would have said in its place. */
	async suffer(fault: ActiveFault): Promise<void> {
		const { record } = this;
		record.fault = fault.label;
		await fault.play(record, this);
		const instead =
			this.ruled ?? (await this.answerBy(rehearsal(this.service.world), isRehearsable));
		if (instead !== undefined) record.withoutFault = recordedAnswer(instead);
	}

	/** What the rules answer, in this world or one that is thrown away. */
	private async answerBy(
		world: World,
		isWanted: (request: GraphRequest) => boolean,
	): Promise<Reply | undefined> {
		try {
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
			if (!isWanted(request)) return undefined;
			return graphReply(await answerGraph(world, request, this.service.signal), this.context);
		} catch (cause) {
			return graphErrorReply(cause, this.context);
		}
	}

	send(reply: Reply): void {
		if (this.response.destroyed) return;
		this.write('answered', reply);
		writeReply(this.response, reply);
	}

	reset(): void {
		this.end('reset');
		resetConnection(this.message);
	}

	truncate(reply: Reply): void {
		this.write('truncated', reply);
		writeTruncated(this.response, reply);
	}

	end(outcome: RecordedRequest['outcome']): void {
		this.record.outcome = outcome;
		this.record.durationMs = performance.now() - this.startedAt;
	}

	private write(outcome: RecordedRequest['outcome'], reply: Reply): void {
		this.record.status = reply.status;
		this.record.answer = recordedAnswer(reply);
		this.end(outcome);
	}
}
