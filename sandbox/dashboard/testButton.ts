import type { JsonObject } from '../model/json';

/** What the dashboard fills in: nobody real, and seconds in a string. Source: recorded payloads. */
const PARTIES = {
	sender: { id: '12334' },
	recipient: { id: '23245' },
	timestamp: '1527459824',
};

const MESSAGE_ID = 'random_mid';

const VALUES: Record<string, JsonObject> = {
	messages: { message: { mid: MESSAGE_ID, text: 'random_text' } },
	message_echoes: { message: { mid: MESSAGE_ID, text: 'random_text', is_echo: true } },
	messaging_postbacks: {
		postback: { mid: MESSAGE_ID, title: 'random_title', payload: 'random_payload' },
	},
	message_reactions: {
		reaction: { mid: MESSAGE_ID, action: 'react', reaction: 'love', emoji: '❤️' },
	},
	messaging_seen: { read: { mid: MESSAGE_ID } },
	message_reads: { read: { watermark: 1_527_459_824 } },
	message_deliveries: { delivery: { mids: [MESSAGE_ID], watermark: 1_527_459_824 } },
};

/** The `value` of the Test button for a field. */
export const testValue = (field: string): JsonObject => ({ ...PARTIES, ...VALUES[field] });
