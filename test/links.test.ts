import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Tests run from `dist/test`. */
const REPOSITORY = resolve(__dirname, '../..');

/** What is made or fetched, not written. */
const SKIPPED = new Set(['node_modules', 'dist', 'artefacts', 'demo-output']);

function pagesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) {
			const isHidden = entry.name.startsWith('.') && entry.name !== '.github';
			return isHidden || SKIPPED.has(entry.name) ? [] : pagesIn(path);
		}
		return entry.name.endsWith('.md') ? [path] : [];
	});
}

/** A page's text without code, in which a `[…](…)` links nowhere. */
const proseOf = (page: string) =>
	readFileSync(page, 'utf8')
		.replace(/^( *)```.*?^\1```/gms, '')
		.replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]]/g, ''));

/** Targets of `[…](…)`, `<img src="…">` and `<source srcset="…">` that lead into the repository. */
function linksIn(page: string): string[] {
	const prose = proseOf(page);
	const targets = [...prose.matchAll(/\]\(([^()\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)];
	return targets
		.map(([, inText, inTag]) => inText ?? inTag ?? '')
		.filter((target) => !/^[a-z]+:/.test(target));
}

/** As GitHub makes them of headings: lower case, without punctuation, spaces as hyphens. */
function anchorsOf(page: string): Set<string> {
	const headings = readFileSync(page, 'utf8')
		.replace(/^( *)```.*?^\1```/gms, '')
		.matchAll(/^#{1,6} (.*)$/gm);
	const anchors = [...headings].map(([, heading = '']) =>
		heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_\- ]/gu, '')
			.replaceAll(' ', '-'),
	);
	return new Set(anchors);
}

/** Why a link leads nowhere, or undefined. */
function faultOf(page: string, link: string): string | undefined {
	const [path = '', anchor] = link.split('#');
	const target = path === '' ? page : join(dirname(page), decodeURIComponent(path));
	if (!existsSync(target)) return `${link}: there is no such file`;
	if (anchor === undefined || !target.endsWith('.md')) return undefined;
	return anchorsOf(target).has(anchor) ? undefined : `${link}: there is no such heading`;
}

const PAGES = pagesIn(REPOSITORY).map((page) => relative(REPOSITORY, page));

it('finds the pages', () => {
	expect(PAGES).toEqual(expect.arrayContaining(['README.md', join('docs', 'install.md')]));
});

it.each(PAGES)('every link of %s leads to a file, and to a heading of it', (name) => {
	const page = join(REPOSITORY, name);
	const faults = linksIn(page).map((link) => faultOf(page, link));
	expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
});
