import type { FunctionComponent } from 'preact';

import type { Picture } from '../live.js';
import type { Thread } from '../threads.js';

export interface Tab {
	id: string;
	title: string;
	/** `thread` is the open one. */
	Panel: FunctionComponent<{ picture: Picture; thread: Thread | undefined }>;
}

/** The cockpit's tabs, in this order. */
export const TABS: readonly Tab[] = [];
