import type { Faults } from '../faults/faults';
import type { RecordedRequest } from '../faults/recorder';
import type { Flavour } from '../model/flavours';
import type { JsonObject } from '../model/json';
import type { World } from '../world/world';

/** What the control API under `/_sandbox/` may touch. */
export interface Control {
	world: World;
	faults: Faults;
	requests: RecordedRequest[];
	baseUrl(flavour: Flavour): string;
	reset(): void;
}

/** A control call's answer, at once or later; throws `BadControlCall` for what the caller got wrong. */
export type Handler<Answer = unknown> = (
	control: Control,
	body: JsonObject,
	id: string,
) => Answer | Promise<Answer>;

/** Thrown with what is wrong in a control call; answered as 400. */
export class BadControlCall extends Error {
	/** @param details stand beside `error` in the answer */
	constructor(
		message: string,
		readonly details: object = {},
	) {
		super(message);
	}
}

/**
 * What `change` gives.
 * @throws BadControlCall in the words in which the world refused, e.g. to edit somebody else's message
 */
export function orBadControlCall<T>(change: () => T): T {
	try {
		return change();
	} catch (cause) {
		throw new BadControlCall(cause instanceof Error ? cause.message : String(cause));
	}
}
