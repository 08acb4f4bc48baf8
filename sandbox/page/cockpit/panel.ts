import type { Picture } from '../live.js';
import type { Thread } from '../threads.js';

/** What the cockpit and each of its panels show something of. */
export interface PanelProps {
	picture: Picture;
	/** The open one. */
	thread: Thread | undefined;
}
