/** Where things of one kind are, and what the page is told of them. */
export interface Source<Item extends object> {
	/** All of them, the oldest first. */
	items(): readonly Item[];
	/** What the page knows one by; it stays the same. */
	id(item: Item, index: number): string;
	show(item: Item, id: string): object;
	/** What is compared from look to look, property by property; the item itself by default. */
	facts?(item: Item): object;
	/** Of a log that only grows, this many of the latest. */
	keepLast?: number;
}

/**
 * Notices what changed in one kind of things, whoever changed it: rules, control calls, or a test that
 * sets a property. Looks at thousands cost milliseconds, since nothing is made to text to compare it.
 */
export class Watch<Item extends object = object> {
	private readonly known = new Map<string, { item: Item; facts: object }>();
	private first: Item | undefined;
	private count = 0;

	constructor(private readonly source: Source<Item>) {}

	/** @returns the ids of what is new or different; undefined if things went away, as after a reset */
	look(): string[] | undefined {
		const items = this.source.items();
		const isReplaced = items.length < this.count || (this.count > 0 && items[0] !== this.first);
		if (isReplaced) this.known.clear();
		this.first = items[0];
		this.count = items.length;
		const { keepLast = items.length } = this.source;
		const changed: string[] = [];
		for (let at = Math.max(0, items.length - keepLast); at < items.length; at += 1) {
			const item = items[at] as Item;
			const id = this.source.id(item, at);
			const facts = this.source.facts?.(item) ?? item;
			const before = this.known.get(id);
			if (before !== undefined && isSame(before.facts, facts)) continue;
			this.known.set(id, { item, facts: facts === item ? { ...facts } : facts });
			changed.push(id);
		}
		this.forgetOldest(keepLast);
		return isReplaced ? undefined : changed;
	}

	ids(): Iterable<string> {
		return this.known.keys();
	}

	/** As the page gets it; undefined once it has fallen out of the log. */
	show(id: string): object | undefined {
		const item = this.known.get(id)?.item;
		return item === undefined ? undefined : this.source.show(item, id);
	}

	private forgetOldest(keepLast: number): void {
		for (const id of this.known.keys()) {
			if (this.known.size <= keepLast) return;
			this.known.delete(id);
		}
	}
}

function isSame(before: object, now: object): boolean {
	const keys = Object.keys(now) as Array<keyof typeof now>;
	if (Object.keys(before).length !== keys.length) return false;
	return keys.every((key) => Object.is(before[key], now[key]));
}
