import type { JSX } from 'preact';

import { copy } from '../clipboard.js';
import { preview, type ThreadMessage } from '../threads.js';
import { useActing } from './acting.js';
import { sizeOf } from './Content.js';
import { MenuButton, type Choose } from './MenuButton.js';

/** What the apps offer first. */
const EMOJI = ['❤️', '😆', '😮', '😢', '😠', '👍'];

interface Props {
	message: ThreadMessage;
}

/** Everything the customer can do with a message, behind one button. */
export const Actions = ({ message }: Props): JSX.Element => (
	<MenuButton
		class="message-actions"
		icon="more"
		label={`What to do with: ${preview(message)}`}
		menuLabel="Message"
	>
		{(choose) => <Items message={message} choose={choose} />}
	</MenuButton>
);

function Items({ message, choose }: Props & { choose: Choose }): JSX.Element {
	const { act, quote, edit } = useActing();
	const { messageId, isMine, text, attachment, postbackPayload } = message;
	const isWritten = isMine && text !== undefined && postbackPayload === undefined;
	const item = (title: string, action: () => unknown): JSX.Element => (
		<button type="button" role="menuitem" tabIndex={-1} onClick={choose(action)}>
			{title}
		</button>
	);
	return (
		<>
			<EmojiItems message={message} choose={choose} />
			{item('Reply', () => quote(message))}
			{isWritten && item('Edit', () => edit(message))}
			{isMine && item('Unsend', () => act({ act: 'unsends', messageId }))}
			{item('Copy message ID', () => copy(messageId))}
			{attachment && (
				<p role="presentation">
					{[attachment.container, attachment.codec].filter(Boolean).join(' / ')} ·{' '}
					{sizeOf(attachment.sizeBytes)}
				</p>
			)}
		</>
	);
}

function EmojiItems({ message, choose }: Props & { choose: Choose }): JSX.Element {
	const { act } = useActing();
	const { messageId, reactions } = message;
	const react = (emoji: string): unknown =>
		reactions?.customer === emoji
			? act({ act: 'unreacts', messageId })
			: act({ act: 'reacts', messageId, emoji });
	return (
		<div class="emoji" role="group" aria-label="React">
			{EMOJI.map((emoji) => (
				<button
					key={emoji}
					type="button"
					role="menuitemcheckbox"
					aria-checked={reactions?.customer === emoji}
					aria-label={`React with ${emoji}`}
					tabIndex={-1}
					onClick={choose(() => react(emoji))}
				>
					{emoji}
				</button>
			))}
		</div>
	);
}
