import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { Areas, type Area } from './Areas.js';
import { Cockpit } from './cockpit/Cockpit.js';
import { Conversations } from './conversations/Conversations.js';
import { listen, usePicture } from './live.js';
import { useOpenThread } from './openThread.js';
import { Conversation } from './thread/Conversation.js';
import { threadsOf } from './threads.js';

/** Three areas side by side; where there is no room for that, one at a time. */
export function App(): JSX.Element {
	const picture = usePicture();
	const [openKey, open] = useOpenThread();
	const [area, show] = useState<Area>('conversations');
	useEffect(listen, []);
	const threads = threadsOf(picture);
	const thread = threads.find(({ key }) => key === openKey);
	const choose = (key: string): void => {
		open(key);
		show('thread');
	};
	return (
		<div class="app" data-area={area}>
			<Conversations threads={threads} picture={picture} openKey={openKey} onOpen={choose} />
			<Conversation key={thread?.key} thread={thread} picture={picture} />
			<Cockpit picture={picture} thread={thread} />
			<Areas area={area} onShow={show} />
		</div>
	);
}
