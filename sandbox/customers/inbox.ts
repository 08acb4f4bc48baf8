import type { Recipient, SandboxAccount } from '../model/accounts';
import { FLAVOURS } from '../model/flavours';
import { newMessageId } from '../model/ids';
import type { JsonObject } from '../model/json';
import type { WebhookEvent } from '../webhooks/payload';
import type { World } from '../world/world';
import { inbound, outbound } from './events';

/** Meta's own inboxes as apps. Source: Meta, "Conversation routing". */
const INBOX_APP_IDS = { messenger: '263902037430900', instagram: '1217981644879628' };

/** Somebody of the business, who answers one customer by hand in Meta's own inbox. */
export class Inbox {
	constructor(
		private readonly world: World,
		private readonly account: SandboxAccount,
		private readonly recipient: Recipient,
	) {}

	/** Answers by hand; apps hear of it as an echo. */
	writes(text: string): { messageId: string; event: WebhookEvent } {
		const { world, account, recipient } = this;
		const at = world.clock.now();
		const messageId = newMessageId(this.audience);
		const appId = this.audience === 'messenger' ? { app_id: Number(INBOX_APP_IDS.messenger) } : {};
		world.say({
			flavour: account.flavour,
			accountId: account.id,
			recipientId: recipient.id,
			messageId,
			kind: 'text',
			text,
			attachments: [],
			at,
		});
		const message = { mid: messageId, text, is_echo: true, ...appId };
		const event = outbound({ account, recipient, at }, { message });
		world.outbox.publish(event);
		return { messageId, event };
	}

	/** Takes the thread from this app, which from now on only stands by. */
	takesThread(metadata = ''): WebhookEvent {
		const event = this.tells({
			take_thread_control: {
				previous_owner_app_id: this.account.appId,
				new_owner_app_id: INBOX_APP_IDS[this.audience],
				metadata,
			},
		});
		this.recipient.threadOwner = 'otherApp';
		return event;
	}

	/** Gives the thread to this app. */
	passesThread(metadata = ''): WebhookEvent {
		this.recipient.threadOwner = 'thisApp';
		return this.tells({
			pass_thread_control: {
				previous_owner_app_id: INBOX_APP_IDS[this.audience],
				new_owner_app_id: this.account.appId,
				metadata,
			},
		});
	}

	/** Asks this app for the thread. */
	requestsThread(metadata = ''): WebhookEvent {
		const requested = INBOX_APP_IDS[this.audience];
		return this.tells({ request_thread_control: { requested_owner_app_id: requested, metadata } });
	}

	private get audience(): 'instagram' | 'messenger' {
		return FLAVOURS[this.account.flavour].audience;
	}

	private tells(rest: JsonObject): WebhookEvent {
		const { world, account, recipient } = this;
		const event = inbound({ account, recipient, at: world.clock.now() }, 'handover', rest);
		world.outbox.publish(event);
		return event;
	}
}
