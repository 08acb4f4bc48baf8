import type { JsonObject } from '../model/json';

/** What the dashboard fills in: nobody real, and seconds in a string. Source: recorded payloads. */
const somebody = {
	sender: { id: '12334' },
	recipient: { id: '23245' },
	timestamp: '1527459824',
};

const mid = 'random_mid';

const values: Record<string, JsonObject> = {
	messages: { message: { mid, text: 'random_text' } },
	message_echoes: { message: { mid, text: 'random_text', is_echo: true } },
	messaging_postbacks: { postback: { mid, title: 'random_title', payload: 'random_payload' } },
	message_reactions: { reaction: { mid, action: 'react', reaction: 'love', emoji: '❤️' } },
	messaging_seen: { read: { mid } },
	message_reads: { read: { watermark: 1_527_459_824 } },
	message_deliveries: { delivery: { mids: [mid], watermark: 1_527_459_824 } },
};

/** The `value` of the Test button for a field. */
export const testValue = (field: string): JsonObject => ({ ...somebody, ...values[field] });
