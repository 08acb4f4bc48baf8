import { SvaraError } from '../shared/failure';
import type { SendRequest } from './parameters';

/**
 * With the tag Human Agent an account may answer for seven days after the customer's last message,
 * six more than the window itself.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 */
const HUMAN_AGENT_EXTRA_MS = 6 * 24 * 3_600_000;

const CODES = { instagram: 'messaging_window_closed', messenger: 'message_not_allowed' } as const;

/**
 * Refuses what Meta would refuse, before anything is read or converted.
 * @throws SvaraError when the window the user mapped is over
 */
export function assertWindowOpen({ windowClosesAt, tag, platform }: SendRequest): void {
	if (!windowClosesAt) return;
	const closesAtMs = windowClosesAt.getTime() + (tag ? HUMAN_AGENT_EXTRA_MS : 0);
	if (Date.now() < closesAtMs) return;
	throw new SvaraError(
		CODES[platform],
		tag
			? 'The seven days in which a human agent may answer are over'
			: `The 24-hour messaging window closed at ${windowClosesAt.toISOString()}`,
		tag
			? 'Wait until the customer writes again. If the customer has written since, clear Window Closes At'
			: "Wait until the customer writes again, or set 'Message Tag' to Human Agent if a person is replying. If the customer has written since, clear Window Closes At",
	);
}
