import assert from 'node:assert/strict';

import type { Flavour, Sandbox } from '../../sandbox';
import { call, filePart, type Answer } from '../sandbox/support';

/** Sends as a workflow would, through the Graph API, to Asha. */
export class Account {
	constructor(
		private readonly sandbox: Sandbox,
		private readonly flavour: Flavour,
		private readonly person: 'open' | 'second' = 'open',
	) {}

	/** @returns the message's id */
	says(message: object, extra: object = {}): Promise<string> {
		return this.posts({ json: { recipient: this.recipient, message, ...extra } });
	}

	/** @returns the message's id */
	attaches(type: string, bytes: Buffer, fileName: string, contentType: string): Promise<string> {
		const fields = { recipient: this.recipient, message: { attachment: { type, payload: {} } } };
		return this.posts({ multipart: filePart(bytes, fields, fileName, contentType) });
	}

	async does(action: string, extra: object = {}): Promise<void> {
		await this.posts({ json: { recipient: this.recipient, sender_action: action, ...extra } });
	}

	private get recipient(): { id: string } {
		return { id: this.sandbox.accounts[this.flavour].recipients[this.person].id };
	}

	private async posts(body: Parameters<typeof call>[3]): Promise<string> {
		const answer: Answer = await call(this.sandbox, this.flavour, '/me/messages', body);
		assert.equal(answer.status, 200, JSON.stringify(answer.body));
		return String(answer.body.message_id);
	}
}

/**
 * A tone in a WAV file, as loud as asked for in each of the equally long parts.
 * @param loudness of each part, 1 for the loudest there is
 */
export function tone(seconds: number, loudness: readonly number[]): Buffer {
	const rateHz = 16_000;
	const samples = new Int16Array(seconds * rateHz);
	for (let at = 0; at < samples.length; at += 1) {
		const part = loudness[Math.floor((at / samples.length) * loudness.length)] ?? 0;
		samples[at] = Math.round(32_000 * part * Math.sin((2 * Math.PI * 440 * at) / rateHz));
	}
	const data = Buffer.from(samples.buffer);
	const head = Buffer.alloc(44);
	head.write('RIFF', 0, 'latin1');
	head.writeUInt32LE(36 + data.length, 4);
	head.write('WAVEfmt ', 8, 'latin1');
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(1, 22);
	head.writeUInt32LE(rateHz, 24);
	head.writeUInt32LE(rateHz * 2, 28);
	head.writeUInt16LE(2, 32);
	head.writeUInt16LE(16, 34);
	head.write('data', 36, 'latin1');
	head.writeUInt32LE(data.length, 40);
	return Buffer.concat([head, data]);
}
