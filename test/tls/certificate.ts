import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and its self-signed certificate, as PEM. */
export interface SelfSigned {
	key: string;
	cert: string;
}

/** DER: a tag, the content's length, the content. ITU-T X.690 §8.1. */
function der(tag: number, ...parts: Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const lengthBytes =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const integer = (value: number) => der(0x02, Buffer.from([value]));
const bitString = (bytes: Buffer) => der(0x03, Buffer.from([0]), bytes);
const octetString = (bytes: Buffer) => der(0x04, bytes);

/** ecdsa-with-SHA256 (RFC 5758 §3.2), commonName and the two extensions (RFC 5280 §4.2.1). */
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const COMMON_NAME = oid('550403');
const SUBJECT_ALT_NAME = oid('551d11');
const BASIC_CONSTRAINTS = oid('551d13');

/** Makes a certificate for `localhost` and 127.0.0.1 that is its own authority. RFC 5280 §4.1. */
export function selfSigned(): SelfSigned {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('localhost')))));
	const day = (years: number) =>
		der(0x17, Buffer.from(`${String((new Date().getUTCFullYear() + years) % 100)}0101000000Z`));
	const extension = (id: Buffer, value: Buffer) => sequence(id, octetString(value));
	const toBeSigned = sequence(
		der(0xa0, integer(2)),
		integer(1),
		ECDSA_WITH_SHA256,
		name,
		sequence(day(-1), day(2)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(
			0xa3,
			sequence(
				extension(BASIC_CONSTRAINTS, sequence(der(0x01, Buffer.from([0xff])))),
				extension(
					SUBJECT_ALT_NAME,
					sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
				),
			),
		),
	);
	const certificate = sequence(
		toBeSigned,
		ECDSA_WITH_SHA256,
		bitString(sign('sha256', toBeSigned, privateKey)),
	);
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
	};
}
