import type { JSX } from 'preact';

import { Face } from '../Face.js';
import type { Thread } from '../threads.js';

export type View = 'messages' | 'comments';

const TITLES: Record<View, string> = { messages: 'Messages', comments: 'Comments' };

interface Props {
	thread: Thread;
	view: View;
	onShow: (view: View) => void;
}

/** Whose thread it is, and whether the account may still write to them. */
export function Header({ thread, view, onShow }: Props): JSX.Element {
	const { account, recipient } = thread;
	const { isWindowOpen, windowClosesAt } = recipient;
	const closes = windowClosesAt === null ? '' : new Date(windowClosesAt).toLocaleString();
	return (
		<header>
			<Face account={account} name={recipient.name} />
			<div class="who">
				<h2>{recipient.name}</h2>
				<p>to {account.name}</p>
			</div>
			<span class={isWindowOpen ? 'window open' : 'window'}>
				{isWindowOpen ? 'Window open' : 'Window closed'}
				{closes !== '' && (
					<span class="until">{` ${isWindowOpen ? 'until' : 'since'} ${closes}`}</span>
				)}
			</span>
			<nav class="views" aria-label="Views">
				{(Object.keys(TITLES) as View[]).map((each) => (
					<button
						key={each}
						type="button"
						aria-current={each === view ? 'page' : undefined}
						onClick={() => onShow(each)}
					>
						{TITLES[each]}
					</button>
				))}
			</nav>
		</header>
	);
}
