import type { Recipient, SandboxAccount } from '../model/accounts';
import { isObject, type JsonObject } from '../model/json';
import type { World } from '../world/world';

/**
 * What a customer can tap and the app hears of: ice breakers, the menu and the buttons of templates, the
 * latest last. Links open a page, and nobody hears of it.
 */
export function tappableButtons(
	world: World,
	account: SandboxAccount,
	recipient: Recipient,
): Array<{ title: string; payload: string }> {
	const templates = world.messages
		.filter(
			({ accountId, recipientId }) => accountId === account.id && recipientId === recipient.id,
		)
		.map(({ template }) => template);
	const { ice_breakers: questions = [], persistent_menu: menu = [] } = account.profile;
	return objectsWithin([questions, menu, templates]).flatMap(({ title, question, payload }) => {
		const name = title ?? question;
		return typeof name === 'string' && typeof payload === 'string'
			? [{ title: name, payload }]
			: [];
	});
}

function objectsWithin(value: unknown): JsonObject[] {
	if (Array.isArray(value)) return value.flatMap(objectsWithin);
	return isObject(value) ? [value, ...Object.values(value).flatMap(objectsWithin)] : [];
}
