import { HUMAN_AGENT_WINDOW_MS, WINDOW_MS } from '../../../lib/messagingWindows';
import type { Platform } from '../../../lib/platform';
import { SvaraError } from '../../shared/failure';
import type { SendRequest } from './sendRequest';

const CODES = { instagram: 'messaging_window_closed', messenger: 'message_not_allowed' } as const;

/**
 * Refuses what Meta would refuse, before anything is read or converted.
 * @param takesTag whether the operation can carry a message tag
 * @throws SvaraError when the window the user mapped is over
 */
export function assertWindowOpen(
	platform: Platform,
	{ windowClosesAt, tag: wantedTag }: SendRequest,
	takesTag: boolean,
): void {
	if (!windowClosesAt) return;
	const tag = takesTag ? wantedTag : undefined;
	const extraMs = tag ? HUMAN_AGENT_WINDOW_MS - WINDOW_MS : 0;
	if (Date.now() < windowClosesAt.getTime() + extraMs) return;
	const orTag = takesTag ? ", or set 'Message Tag' to Human Agent if a person is replying" : '';
	throw new SvaraError(
		CODES[platform],
		tag
			? 'The seven days in which a human agent may answer are over'
			: `The 24-hour messaging window closed at ${windowClosesAt.toISOString()}`,
		tag
			? 'Wait until the customer writes again. If the customer has written since, clear Window Closes At'
			: `Wait until the customer writes again${orTag}. If the customer has written since, clear Window Closes At`,
	);
}
