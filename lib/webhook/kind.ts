import type { JsonObject } from '../jsonValues';
import type { EventName } from './names';

/** What one key of Meta's updates means. */
export interface Kind {
	/** Everything it can be called, the most specific name first; nothing for what is no event. */
	names(value: JsonObject): EventName[];
	/** Its part of the item; keys with undefined do not apply. */
	details(value: JsonObject): JsonObject;
	/**
	 * What stays the same when Meta delivers it again; undefined where it has no id, so that only the
	 * whole event can be compared.
	 */
	id?(value: JsonObject): string | undefined;
	/** Whether the account may answer for a day from now on, if a customer did it. */
	opensWindow?(value: JsonObject): boolean;
}
