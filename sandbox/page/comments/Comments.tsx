import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { ShownComment } from '../../control/shown.js';
import { Face } from '../Face.js';
import type { Picture } from '../live.js';
import { useActing } from '../thread/acting.js';
import type { Thread } from '../threads.js';
import { shortTime } from '../times.js';
import { postsOf, type CommentTree, type Post } from './posts.js';

interface Props {
	thread: Thread;
	picture: Picture;
	/** ms since the epoch, by the sandbox's clock. */
	now: number;
}

/** The account's posts as its customers see them, with what everybody wrote below. */
export function Comments({ thread, picture, now }: Props): JSX.Element {
	const nameOf = ({ accountId, recipientId }: ShownComment): string =>
		picture.recipients.get(`${accountId}/${recipientId ?? ''}`)?.name ?? thread.account.name;
	return (
		<div class="scroll posts">
			{postsOf(thread, picture).map((post, at) => (
				<PostCard
					key={post.id || at}
					post={post}
					title={`Post ${at + 1}`}
					thread={thread}
					line={(comment, onAnswer) => (
						<Line
							comment={comment}
							name={nameOf(comment)}
							thread={thread}
							time={shortTime(comment.at, now)}
							onAnswer={onAnswer}
						/>
					)}
				/>
			))}
		</div>
	);
}

interface PostProps {
	post: Post;
	title: string;
	thread: Thread;
	line: (comment: ShownComment, onAnswer?: () => void) => JSX.Element;
}

function PostCard({ post, title, thread, line }: PostProps): JSX.Element {
	const [answered, answer] = useState<ShownComment>();
	const tree = ({ comment, answers }: CommentTree): JSX.Element => (
		<li key={comment.id}>
			{line(comment, () => answer(comment))}
			{answers.length > 0 && (
				<ul>
					{answers.map((each) => (
						<li key={each.id}>{line(each)}</li>
					))}
				</ul>
			)}
		</li>
	);
	return (
		<section class="post" aria-label={title}>
			<h3>
				{thread.account.name} · {title}
			</h3>
			<p class="picture">{post.id || 'The first comment gives it an ID'}</p>
			<ul class="comments">{post.comments.map(tree)}</ul>
			<CommentForm post={post} title={title} answered={answered} onDone={() => answer(undefined)} />
		</section>
	);
}

interface LineProps {
	comment: ShownComment;
	name: string;
	thread: Thread;
	time: string;
	onAnswer: (() => void) | undefined;
}

function Line({ comment, name, thread, time, onAnswer }: LineProps): JSX.Element {
	const { text, hasPrivateReply, isLive, recipientId } = comment;
	return (
		<div class="comment">
			<Face account={thread.account} name={name} />
			<div>
				<p>
					<strong>{name}</strong> {text}
				</p>
				<p class="facts">
					<span>{time}</span>
					{isLive && <span>Live</span>}
					{recipientId === undefined && <span>Author</span>}
					{hasPrivateReply && <span>Answered in private</span>}
					{onAnswer && (
						<button type="button" aria-label={`Reply to ${name}: ${text}`} onClick={onAnswer}>
							Reply
						</button>
					)}
				</p>
			</div>
		</div>
	);
}

interface FormProps {
	post: Post;
	title: string;
	/** The comment that is answered. */
	answered: ShownComment | undefined;
	onDone: () => void;
}

function CommentForm({ post, title, answered, onDone }: FormProps): JSX.Element {
	const { thread, act } = useActing();
	const [text, setText] = useState('');
	const place = {
		...(post.id === '' ? {} : { postId: post.id }),
		...(answered === undefined ? {} : { parentId: answered.id }),
	};
	return (
		<form
			class="composer"
			onSubmit={(event) => {
				event.preventDefault();
				const words = text.trim();
				if (words === '') return;
				setText('');
				onDone();
				void act({ act: 'comments', text: words, ...place });
			}}
		>
			{answered && (
				<p class="target">
					<span>Reply to: {answered.text}</span>
					<button type="button" class="link" onClick={onDone}>
						Cancel
					</button>
				</p>
			)}
			<input
				class="words"
				autocomplete="off"
				aria-label={`Comment under ${title}`}
				placeholder={`Comment as ${thread.recipient.name} …`}
				value={text}
				onInput={({ currentTarget }) => setText(currentTarget.value)}
			/>
			<button class="text" disabled={text.trim() === ''}>
				Comment
			</button>
		</form>
	);
}
