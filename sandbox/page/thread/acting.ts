import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import type { Act } from '../api.js';
import type { Thread, ThreadMessage } from '../threads.js';

/** What a message in the open thread can bring about. */
export interface Acting {
	thread: Thread;
	/** Lets the customer do something; what the sandbox says against it is shown. */
	act: (act: Act) => Promise<void>;
	/** The next thing written quotes this message. */
	quote: (message: ThreadMessage) => void;
	/** What is written next replaces this message. */
	edit: (message: ThreadMessage) => void;
	/** Scrolls to a message and marks it for a moment. */
	jumpTo: (messageId: string) => void;
	showComments: () => void;
}

const Context = createContext<Acting | undefined>(undefined);

export const ActingProvider = Context.Provider;

/** @throws Error outside of an open thread */
export function useActing(): Acting {
	const acting = useContext(Context);
	if (acting === undefined) throw new Error('No thread is open here');
	return acting;
}
