import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { sections, withTable } from '../../docs/operationsTable';
import { FLAVOURS } from '../../lib/graph';
import { isRefusal, RESOURCES } from '../../nodes/SvaraVoiceNote/operations';
import { upload } from '../../nodes/SvaraVoiceNote/operations/attachment';
import { react } from '../../nodes/SvaraVoiceNote/operations/message';

/** Tests run from `dist/test/nodes`. */
const REPOSITORY = resolve(__dirname, '../../..');
const FOLDER = join(REPOSITORY, 'nodes/SvaraVoiceNote/operations');
const DOCUMENT = readFileSync(join(REPOSITORY, 'docs/operations.md'), 'utf8');

/** Each as `resource/operation`. */
const registered = RESOURCES.flatMap(({ value, operations }) =>
	operations.map((operation) => `${value}/${operation.value}`),
);
const operations = RESOURCES.flatMap((resource) => resource.operations);

it('every file under operations/ is the operation it is named after, exported by its index', () => {
	const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => /^\w+\/\w+\.ts$/.test(path) && !path.endsWith('/index.ts'))
		.map((path) => path.slice(0, -'.ts'.length));

	expect([...registered].sort()).toEqual(files.sort());
});

it('no two operations of a resource have the same name in a list', () => {
	for (const resource of RESOURCES) {
		const names = resource.operations.flatMap(({ name, action }) => [name, `action ${action}`]);
		expect(names).toEqual([...new Set(names)]);
	}
});

it('the operation a resource begins with is there on every platform', () => {
	for (const resource of RESOURCES) {
		const { value, availability } = resource.operations[0];
		const isMissingOn = (platform: string) =>
			Object.values(FLAVOURS)
				.filter((flavour) => flavour.platform === platform)
				.every(({ name }) => isRefusal(availability[name]));

		expect([value, ...['instagram', 'messenger'].filter(isMissingOn)]).toEqual([value]);
	}
});

it('an operation that needs no account shares its value with none that does', () => {
	// n8n hides credentials by the operation's value alone.
	const valuesOf = (needsAccount: boolean) =>
		operations.filter(({ needs }) => (needs !== 'item') === needsAccount).map(({ value }) => value);

	expect(valuesOf(false).filter((value) => valuesOf(true).includes(value))).toEqual([]);
});

it('each operation says the same as the flavours about uploads and reactions', () => {
	for (const { name, takesUploads, reactions } of Object.values(FLAVOURS)) {
		expect(isRefusal(upload.availability[name])).toBe(!takesUploads);
		expect(isRefusal(react.availability[name])).toBe(reactions === 'none');
	}
});

describe('docs/operations.md', () => {
	it('has the table the operations make; otherwise run: npm run docs', () => {
		expect(DOCUMENT).toBe(withTable(DOCUMENT));
	});

	it.each(sections())('has a section "## %s"', (heading) => {
		expect(DOCUMENT.split('\n')).toContain(`## ${heading}`);
	});
});
