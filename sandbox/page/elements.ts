/**
 * An element with children. Strings become text nodes, never markup, so what customers and accounts
 * wrote cannot do anything here.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	className: string,
	...children: ReadonlyArray<Node | string>
): HTMLElementTagNameMap[Tag] {
	const node = document.createElement(tag);
	if (className !== '') node.className = className;
	node.append(...children);
	return node;
}

/**
 * The page's element with that id.
 * @throws Error if page.html has none, or one of another kind
 */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
	const node = document.getElementById(id);
	if (node instanceof kind) return node;
	throw new Error(`page.html has no ${kind.name} with the id ${id}`);
}

const SVG = 'http://www.w3.org/2000/svg';

/** @param path of a 24 × 24 drawing, as in the attribute `d` */
export function icon(path: string): SVGElement {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('viewBox', '0 0 24 24');
	const shape = document.createElementNS(SVG, 'path');
	shape.setAttribute('d', path);
	svg.append(shape);
	return svg;
}
