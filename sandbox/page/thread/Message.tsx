import type { JSX } from 'preact';

import type { ShownComment } from '../../control/shown.js';
import { preview, type ThreadMessage } from '../threads.js';
import { timeOfDay } from '../times.js';
import { useActing } from './acting.js';
import { Actions } from './Actions.js';
import { Content } from './Content.js';
import { Reactions } from './Reactions.js';

/** Messages of one side this close together have one time under them. */
const GROUP_MS = 5 * 60_000;

interface Props {
	message: ThreadMessage;
	next: ThreadMessage | undefined;
	/** Which the message answers in private. */
	comment: ShownComment | undefined;
}

/** One message with all that hangs on it. */
export function Message({ message, next, comment }: Props): JSX.Element {
	const { thread } = useActing();
	const { messageId, isMine, isDeleted = false, at, editCount = 0 } = message;
	const isLastOfGroup = next?.isMine !== isMine || next.at - at > GROUP_MS;
	const writer = isMine ? 'You' : thread.account.name;
	return (
		<li
			class={isMine ? 'message mine' : 'message'}
			data-message={messageId}
			tabIndex={-1}
			aria-label={`${writer}: ${preview(message)}`}
		>
			{comment && <AnsweredComment comment={comment} />}
			<Quote message={message} />
			<div class="line">
				{isDeleted ? (
					<p class="bubble unsent">{preview(message)}</p>
				) : (
					<Content message={message} />
				)}
				{!isDeleted && <Actions message={message} />}
			</div>
			{!isDeleted && <Reactions message={message} />}
			<p class="facts">
				{editCount > 0 && !isDeleted && <span>Edited</span>}
				{isLastOfGroup && <time dateTime={new Date(at).toISOString()}>{timeOfDay(at)}</time>}
				{next === undefined && isMine && <Seen at={at} />}
			</p>
		</li>
	);
}

/** The words this message quotes; a click leads to them. */
function Quote({ message }: { message: ThreadMessage }): JSX.Element | null {
	const { thread, jumpTo } = useActing();
	const { replyTo } = message;
	if (replyTo === undefined) return null;
	const quoted = thread.messages.find((each) => each.messageId === replyTo);
	if (quoted === undefined) return <p class="quote">A message that is not here</p>;
	return (
		<button type="button" class="quote" onClick={() => jumpTo(replyTo)}>
			<span class="spoken">Go to the quoted message: </span>
			{preview(quoted)}
		</button>
	);
}

function AnsweredComment({ comment }: { comment: ShownComment }): JSX.Element {
	const { showComments } = useActing();
	return (
		<button type="button" class="quote" onClick={showComments}>
			Replied to your comment: {comment.text}
		</button>
	);
}

/** Once the account has marked the thread as seen. */
function Seen({ at }: { at: number }): JSX.Element | null {
	const { thread } = useActing();
	const isSeen = thread.actions.some((each) => each.action === 'mark_seen' && each.at >= at);
	return isSeen ? <span>Seen</span> : null;
}
