/** An object as Meta's API has it, of which nothing is sure. */
export type MetaObject = Readonly<Record<string, unknown>>;

/** The objects of a list; none if it is no list. */
export const objectsOf = (value: unknown): MetaObject[] =>
	Array.isArray(value) ? value.filter((each): each is MetaObject => isObject(each)) : [];

/** A text; empty if it is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
