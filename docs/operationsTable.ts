import { FLAVOURS, type FlavourName } from '../lib/graph';
import { isRefusal, RESOURCES, type Availability } from '../nodes/SvaraVoiceNote/operations';

const ACCOUNTS: Readonly<Record<FlavourName, string>> = {
	instagramLogin: 'Instagram login',
	instagramPage: 'Instagram through a Page',
	messenger: 'Messenger',
};
const FLAVOUR_NAMES = Object.values(FLAVOURS).map(({ name }) => name);

/** Stand around the table in docs/operations.md. */
const BEGIN = '<!-- Written by npm run docs, from the operations themselves. -->\n\n';
const END = '\n<!-- Until here. -->';

/** The document with its table as the operations have it now. Throws where there is no place for one. */
export function withTable(document: string): string {
	const [before, rest] = splitAt(document, BEGIN);
	const [, after] = splitAt(rest, END);
	return before + BEGIN + table() + END + after;
}

/** The section that tells about each operation, by its heading: `Message: Send Text`. */
export const sections = (): string[] =>
	RESOURCES.flatMap(({ name, operations }) =>
		operations.map((operation) => `${name}: ${operation.name}`),
	);

function table(): string {
	const head = ['Resource', 'Operation', ...FLAVOUR_NAMES.map((name) => ACCOUNTS[name])];
	const rows = RESOURCES.flatMap(({ name: resource, operations }) =>
		operations.map(({ name, availability }) => [
			resource,
			`[${name}](#${anchor(`${resource}: ${name}`)})`,
			...FLAVOUR_NAMES.map((flavour) => mark(availability[flavour])),
		]),
	);
	return aligned([head, ...rows]);
}

/** As GitHub makes them of headings. */
const anchor = (heading: string): string =>
	heading
		.toLowerCase()
		.replace(/[^\w -]/g, '')
		.replaceAll(' ', '-');

function mark(available: Availability): string {
	if (available === true) return '✓';
	return isRefusal(available) ? '–' : `✓ ${available.note}`;
}

/** As Prettier lays tables out. */
function aligned(rows: string[][]): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`;
	const [head = '', ...body] = rows.map((row) =>
		line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
	);
	return head + line(widths.map((width) => '-'.repeat(width))) + body.join('');
}

function splitAt(text: string, mark: string): [before: string, after: string] {
	const at = text.indexOf(mark);
	if (at < 0) throw new Error(`docs/operations.md has no line ${mark.trim()}`);
	return [text.slice(0, at), text.slice(at + mark.length)];
}
