import assert from 'node:assert/strict';

import type { Flavour, Sandbox } from '../../sandbox';
import { call, filePart, type Answer } from '../sandbox/support';

export { tone } from '../wav';

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
