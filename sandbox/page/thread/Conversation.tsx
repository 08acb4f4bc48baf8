import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { actAs } from '../api.js';
import { Comments } from '../comments/Comments.js';
import { Icon } from '../icons.js';
import type { Picture } from '../live.js';
import { appOf, type Thread, type ThreadMessage } from '../threads.js';
import { ActingProvider, type Acting } from './acting.js';
import { Composer } from './Composer.js';
import { Header, type View } from './Header.js';
import { Messages } from './Messages.js';
import { useReading } from './reading.js';

/** The open thread as its customer sees it. */
export function Conversation({
	thread,
	picture,
}: {
	thread: Thread | undefined;
	picture: Picture;
}): JSX.Element {
	if (thread !== undefined) return <OpenThread thread={thread} picture={picture} />;
	return (
		<section class="thread" aria-label="Thread">
			<div class="hint">
				<Icon name="chat" />
				<p>Choose a conversation to see it as the customer does, and to write as they would.</p>
			</div>
		</section>
	);
}

function OpenThread({ thread, picture }: { thread: Thread; picture: Picture }): JSX.Element {
	const [view, show] = useState<View>('messages');
	const [draft, setDraft] = useState<{ quoted?: ThreadMessage; edited?: ThreadMessage }>({});
	const [problem, tell] = useState('');
	const area = useRef<HTMLElement>(null);
	const { account, recipient } = thread;
	const now = Date.now() + picture.state.aheadMs;

	const act: Acting['act'] = async (what) => {
		try {
			await actAs(recipient.id, what);
			tell('');
		} catch (cause) {
			tell(cause instanceof Error ? cause.message : String(cause));
		}
	};
	useReading(thread, view === 'messages', area, act);
	// A problem is about what was tried last.
	useEffect(() => tell(''), [view]);

	const acting: Acting = {
		thread,
		act,
		quote: (quoted) => setDraft({ quoted }),
		edit: (edited) => setDraft({ edited }),
		jumpTo: (messageId) => jumpTo(area.current, messageId),
		showComments: () => show('comments'),
	};
	return (
		<ActingProvider value={acting}>
			<section class={`thread ${appOf(account)}`} aria-label="Thread" ref={area}>
				<Header thread={thread} view={view} onShow={show} />
				{view === 'messages' ? (
					<Messages thread={thread} picture={picture} now={now} />
				) : (
					<Comments thread={thread} picture={picture} now={now} />
				)}
				<p class="problem" role="alert">
					{problem}
				</p>
				{view === 'messages' && (
					<Composer {...draft} onProblem={tell} onDone={() => setDraft({})} />
				)}
			</section>
		</ActingProvider>
	);
}

function jumpTo(area: HTMLElement | null, messageId: string): void {
	const rows = [...(area?.querySelectorAll<HTMLElement>('[data-message]') ?? [])];
	const row = rows.find(({ dataset }) => dataset.message === messageId);
	if (row === undefined) return;
	row.scrollIntoView({ block: 'center' });
	row.focus();
}
