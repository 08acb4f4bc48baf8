import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type SecureVersion, type TlsOptions } from 'node:tls';

import { selfSigned } from './certificate';

/** What a fault puts on the wire in place of what belongs there. */
export const WIRE_FAULTS = [
	'plainText',
	'corruptRecord',
	'oversizedRecord',
	'plainAlert',
	'encryptedAlert',
	'reset',
	'end',
] as const;

export type WireFault = (typeof WIRE_FAULTS)[number];

/** When it strikes: in place of the server's hello; of its second flight; of the answer to a request. */
export const MOMENTS = ['hello', 'secondFlight', 'answer'] as const;

export type Moment = (typeof MOMENTS)[number];

export interface PlannedFault {
	fault: WireFault;
	moment: Moment;
}

const { key, cert } = selfSigned();

/** What every proxy shows, as PEM. */
export const CERTIFICATE = cert;

export interface TlsProxy {
	/** `https://localhost:PORT`, in front of the server it forwards to. */
	readonly url: string;
	/** Asked once for each connection, once it has got as far as its first request's path, if ever. */
	plan: () => PlannedFault | undefined;
	/** Asked about a request's first line; a fault at `answer` strikes only where this says so. */
	strikes: (requestLine: string) => boolean;
	/** Faults that have struck. */
	readonly struck: PlannedFault[];
	close(): Promise<void>;
}

const record = (type: number, length: number, body: Buffer): Buffer =>
	Buffer.concat([Buffer.from([type, 3, 3, length >> 8, length & 0xff]), body]);

/** Record types and the longest record: RFC 8446 §5.1 and §5.2; alerts: §6. */
const BYTES: Readonly<
	Record<'plainText' | 'corruptRecord' | 'oversizedRecord' | 'plainAlert', Buffer>
> = {
	plainText: Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
	corruptRecord: record(23, 64, Buffer.alloc(64, 0xa5)),
	oversizedRecord: record(23, 0x7fff, Buffer.alloc(0x7fff, 0xa5)),
	plainAlert: record(21, 2, Buffer.from([2, 80])),
};

/**
 * Ends TLS in front of an HTTP server, and disturbs what goes back to the client: each connection
 * runs client ↔ raw bytes ↔ TLS ↔ the server.
 * @param target `http://127.0.0.1:PORT`
 */
export async function startTlsProxy(
	target: string,
	version: SecureVersion,
	options: TlsOptions = {},
): Promise<TlsProxy> {
	const sockets = new Set<Socket>();
	const { hostname, port } = new URL(target);
	const keep = <S extends Socket>(socket: S): S => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.once('close', () => sockets.delete(socket));
		return socket;
	};
	/** By the port the raw side calls from: what an answer is to be replaced by. */
	const answers = new Map<number, (requestLine: string) => boolean>();

	const terminator = createTlsServer(
		{ key, cert, minVersion: version, maxVersion: version, ...options },
		(secure) => {
			keep(secure);
			const upstream = keep(connect(Number(port), hostname));
			let requestLine = '';
			let isSwallowed: boolean | undefined;
			secure.on('data', (chunk: Buffer) => {
				requestLine ||= chunk.toString('latin1').split('\r\n')[0] ?? '';
				upstream.write(chunk);
			});
			upstream.on('data', (chunk) => {
				isSwallowed ??= answers.get(secure.remotePort ?? 0)?.(requestLine) ?? false;
				if (!isSwallowed) secure.write(chunk);
			});
			upstream.on('close', () => {
				if (!isSwallowed) secure.end();
			});
			secure.on('close', () => upstream.destroy());
		},
	);
	terminator.on('tlsClientError', () => {});
	terminator.on('connection', keep);
	await listening(terminator);

	const struck: PlannedFault[] = [];
	const raw = createServer((client) => {
		keep(client);
		const inner = keep(connect((terminator.address() as AddressInfo).port, '127.0.0.1'));
		const planned = proxy.plan();
		let flights = 0;
		let isOver = false;
		const strike = (): void => {
			if (!planned || isOver) return;
			isOver = true;
			struck.push(planned);
			if (planned.fault === 'reset') client.resetAndDestroy();
			else if (planned.fault === 'end') client.end();
			else if (planned.fault === 'encryptedAlert') {
				// What it cannot read makes the real end send an alert of its own.
				inner.on('data', (chunk) => client.write(chunk));
				inner.write(BYTES.corruptRecord);
			} else client.write(BYTES[planned.fault]);
		};
		inner.once('connect', () => {
			answers.set(inner.localPort ?? 0, (requestLine) => {
				if (planned?.moment !== 'answer' || !proxy.strikes(requestLine)) return false;
				strike();
				return true;
			});
		});
		let lastFrom: 'client' | 'server' | undefined;
		client.on('data', (chunk) => {
			if (lastFrom !== 'client') flights++;
			lastFrom = 'client';
			if (planned?.moment === 'hello' || (planned?.moment === 'secondFlight' && flights === 2)) {
				strike();
			}
			if (!isOver) inner.write(chunk);
		});
		inner.on('data', (chunk) => {
			lastFrom = 'server';
			if (!isOver) client.write(chunk);
		});
		inner.on('close', () => client.end());
		client.on('close', () => inner.destroy());
	});
	await listening(raw);

	const proxy: TlsProxy = {
		url: `https://localhost:${(raw.address() as AddressInfo).port}`,
		plan: () => undefined,
		strikes: () => true,
		struck,
		async close() {
			const closed = [raw, terminator].map(
				async (server) => await new Promise<void>((resolve) => server.close(() => resolve())),
			);
			for (const socket of sockets) socket.destroy();
			await Promise.all(closed);
		},
	};
	return proxy;
}

async function listening(server: Server): Promise<void> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}
