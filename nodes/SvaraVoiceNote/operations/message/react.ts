import type { Flavour } from '../../../../lib/graph';
import { readText } from '../../parameters/item';
import { messageId, readMessageId } from '../../parameters/messageId';
import { CUSTOMER_OPTIONS } from '../../parameters/sendOptions';
import { postReaction } from '../../sending/postReaction';
import { onInstagramOnly, refuse } from '../availability';
import type { Operation } from '../operation';

/** Meta's name for the heart; Instagram Login takes any emoji besides. */
const HEART = 'love';

/** The same as people write it: U+2764, with or without the selector that makes it an emoji. */
const HEART_EMOJI = /^\u2764\ufe0f?$/;

/** Puts a reaction under a customer's message; a second one takes the first one's place. */
export const react: Operation = {
	value: 'react',
	name: 'React',
	description: 'Put a reaction under a message',
	action: 'React to message',
	needs: 'message',
	reachesCustomers: true,
	availability: {
		...onInstagramOnly('reactions'),
		instagramLogin: { note: 'any emoji' },
		instagramPage: { note: '`love`' },
	},
	fields: [
		messageId,
		{
			displayName: 'Reaction',
			name: 'reaction',
			type: 'string',
			default: HEART,
			placeholder: 'e.g. love',
			description: 'Love or ❤️ for the heart. With Instagram login any single emoji works, too.',
		},
	],
	options: CUSTOMER_OPTIONS,

	async execute(sending) {
		const { flavour } = sending.client.account;
		const reaction = inWordsOf(flavour, readText(sending, 'reaction') || HEART);
		assertKnown(reaction, flavour);
		return await postReaction(sending, readMessageId(sending), reaction);
	},
};

/** Where the heart is the one reaction, its emoji means the same. */
const inWordsOf = ({ reactions }: Flavour, reaction: string): string =>
	reactions === 'love' && HEART_EMOJI.test(reaction) ? HEART : reaction;

function assertKnown(reaction: string, { reactions }: Flavour): void {
	if (reactions === 'any' || reaction === HEART) return;
	throw refuse({
		what: 'Instagram through a Page knows one reaction, love; other emoji need Instagram Login',
		fix: "Set 'Reaction' to love, or use a credential with the login type Instagram",
	});
}
