import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Tests run from `dist/test`. */
const REPOSITORY = resolve(__dirname, '../..');

interface Manifest {
	homepage: string;
	author: object;
	repository: { url: string };
	version: string;
}

const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');
const manifestOf = (path: string) => JSON.parse(read(path)) as Manifest;

/** What users are led to by n8n: links to this project's own pages. */
function linksIn(folder: string): string[] {
	return readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.node\.json$|\.credentials\.ts$/.test(file))
		.flatMap((file) => read(join(folder, file)).match(/https:\/\/github\.com\/[\w./#-]+/g) ?? []);
}

describe("the owner's facts in package.json", () => {
	const { repository, homepage, author, version } = manifestOf('package.json');
	const [, page = ''] = /^git\+(https:\/\/github\.com\/.+)\.git$/.exec(repository.url) ?? [];

	it('are what every link leads to that n8n shows', () => {
		const links = [homepage, ...linksIn('credentials'), ...linksIn('nodes')];
		expect(links.length).toBeGreaterThan(4);
		expect(links.filter((link) => !/^[/#]/.test(link.replace(page, '')))).toEqual([]);
	});

	it("are the sandbox's as well", () => {
		expect(manifestOf('sandbox/package.json')).toMatchObject({
			author,
			version,
			repository: { url: repository.url },
		});
	});
});
