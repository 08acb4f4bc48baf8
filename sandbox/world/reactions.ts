import type { Reactions } from '../model/messages';
import type { World } from './world';

/**
 * Lets one side of a thread react to a message of either side, or take that back.
 * @param reaction an emoji or Meta's name for one; undefined takes it back
 */
export function setReaction(
	world: World,
	messageId: string,
	side: keyof Reactions,
	reaction: string | undefined,
): void {
	const message = world.findMessage(messageId);
	if (message === undefined) return;
	const { [side]: _before, ...others } = message.reactions ?? {};
	message.reactions = reaction === undefined ? others : { ...others, [side]: reaction };
}
