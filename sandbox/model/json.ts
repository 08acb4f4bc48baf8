/** A JSON object whose members were not looked at yet. */
export type JsonObject = Record<string, unknown>;

/** True for an object that is neither `null` nor an array. */
export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
