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
	const isIt = (each: { messageId: string }): boolean => each.messageId === messageId;
	const message = world.messages.find(isIt) ?? world.customerMessages.find(isIt);
	if (message === undefined) return;
	const { [side]: _before, ...others } = message.reactions ?? {};
	message.reactions = reaction === undefined ? others : { ...others, [side]: reaction };
}
