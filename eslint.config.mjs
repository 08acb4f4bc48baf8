import eslint from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What n8n loads: n8n's own rules apply to it. */
const SHIPPED = ['nodes/**/*.ts', 'credentials/**/*.ts', 'lib/**/*.ts'];

/** One way only: what stands on the left may not import what stands on the right. */
const ONE_WAY = [
	['lib', ['nodes', 'credentials', 'sandbox', 'docs', 'demo', 'localN8n', 'bench', 'test']],
	['lib/audio', ['lib/graph', 'lib/ledger', 'lib/media', 'lib/webhook']],
	['lib/graph', ['lib/audio', 'lib/ledger', 'lib/media', 'lib/webhook']],
	['lib/ledger', ['lib/audio', 'lib/graph', 'lib/media', 'lib/webhook']],
	['lib/media', ['lib/audio', 'lib/graph', 'lib/ledger', 'lib/webhook']],
	['lib/webhook', ['lib/audio', 'lib/graph', 'lib/ledger', 'lib/media']],
	['nodes', ['sandbox', 'docs', 'demo', 'localN8n', 'bench', 'test']],
	['credentials', ['lib', 'nodes', 'sandbox', 'docs', 'demo', 'localN8n', 'bench', 'test']],
	['sandbox', ['lib', 'nodes', 'credentials', 'docs', 'demo', 'localN8n', 'bench', 'test']],
];

export default defineConfig(
	globalIgnores(['dist/', 'sandbox/dist/', 'demo-output/', 'artefacts/', '.n8n-dev/']),
	{ files: ['**/*.{js,mjs}'], extends: [eslint.configs.recommended] },
	{ files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },

	{
		files: ['**/*.{ts,tsx}'],
		extends: [
			eslint.configs.recommended,
			tseslint.configs.strictTypeChecked,
			importX.flatConfigs.typescript,
		],
		plugins: { 'import-x': importX },
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
		},
		settings: {
			'import-x/resolver-next': [
				createNodeResolver({
					extensions: ['.ts', '.js', '.json'],
					// The page names its modules as they are built: `live.js` is written in `live.ts`, `App.js` in `App.tsx`.
					extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
				}),
			],
		},
		rules: {
			eqeqeq: 'error',
			'no-console': 'error',
			'import-x/first': 'error',
			'import-x/no-cycle': 'error',
			// One import a module. Types alone: `import type { A }`; beside values: `import { b, type A }`.
			'import-x/no-duplicates': ['error', { 'prefer-inline': true }],
			'@typescript-eslint/no-import-type-side-effects': 'error',
			'import-x/no-extraneous-dependencies': ['error', { devDependencies: false }],
			// Node's modules, packages, files from far to near: three groups with a blank line between.
			'import-x/order': [
				'error',
				{
					groups: ['builtin', 'external', ['parent', 'sibling', 'index']],
					pathGroups: [{ pattern: './**', group: 'parent', position: 'after' }],
					distinctGroup: false,
					'newlines-between': 'always',
					alphabetize: { order: 'asc', caseInsensitive: true },
					named: { import: true, export: false, types: 'types-last' },
				},
			],
			'import-x/no-restricted-paths': [
				'error',
				{
					zones: ONE_WAY.map(([target, from]) => ({
						target: `./${target}`,
						from: from.map((folder) => `./${folder}`),
					})),
				},
			],
			'@typescript-eslint/consistent-type-imports': [
				'error',
				{ disallowTypeAnnotations: false, fixStyle: 'inline-type-imports' },
			],
			// `_` marks what a signature or a rest pattern has to name.
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
			],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			// Numbers read well in messages.
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
			// Spreading a string gives its code points, which is what Meta counts.
			'@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
			// `return reject(reason)` is a statement to every reader.
			'@typescript-eslint/no-confusing-void-expression': 'off',
			// Tables hold plain functions in method notation; none of them has a `this`.
			'@typescript-eslint/unbound-method': 'off',
			// n8n's and Node's interfaces ask for promises where there is nothing to wait for.
			'@typescript-eslint/require-await': 'off',
		},
	},

	{
		files: SHIPPED,
		extends: [n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport],
		rules: {
			// The rule knows one credential a node. Here each item may have its own
			// (`getCredentials(type, itemIndex)`), which `httpRequestWithAuthentication` cannot serve: it
			// reads the credential of item 0 for all. The token goes into the Authorization header.
			'@n8n/community-nodes/no-http-request-with-manual-auth': 'off',
			// `lib` throws errors of its own, knowing nothing of n8n; `nodes` passes them on and turns all
			// of them into n8n's in one place (`nodes/shared`), which a rule for one function cannot see.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
	{
		files: ['lib/audio/recognise/*.ts', 'lib/media/formats.ts'],
		rules: {
			// Magic bytes are control characters.
			'no-control-regex': 'off',
		},
	},
	{
		files: ['package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: {
			...n8nNodesBase.configs.community.rules,
			// The Redis client of the ledger: a well-kept one beats one of our own.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
	{
		files: ['credentials/**/*.credentials.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Wants camelCase slugs, which only n8n's own credentials have; ours is a URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Sees only option lists written out on the spot.
			'n8n-nodes-base/node-param-default-wrong-for-options': 'off',
			// These two know only the string 'main'; n8n now asks for `NodeConnectionTypes.Main`.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// A bound in the editor is the earliest answer a user can get.
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},

	{
		files: ['{sandbox,demo,localN8n,bench,test}/**/*.{ts,tsx}'],
		rules: {
			'import-x/no-extraneous-dependencies': ['error', { devDependencies: true }],
		},
	},
	{
		files: ['sandbox/graph/request.ts', 'sandbox/speech/routes.ts'],
		rules: {
			// `Request.formData()` is advised against for large public uploads; here it parses one
			// file from this machine, and spares a multipart parser.
			'@typescript-eslint/no-deprecated': 'off',
		},
	},
	{
		files: ['sandbox/page/clipboard.ts'],
		rules: {
			// Over plain http, under another name than localhost, browsers copy by `execCommand` alone.
			'@typescript-eslint/no-deprecated': 'off',
		},
	},
	{
		// Programs speak to whoever started them.
		files: ['{test/package,test/e2e}/**/*.ts'],
		rules: { 'no-console': 'off' },
	},
	{
		files: ['test/**/*.ts', 'bench/**/*.ts'],
		rules: {
			// A test that meets a missing or a wrong value fails there and then, which is what it is for.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-base-to-string': 'off',
			'@typescript-eslint/restrict-template-expressions': 'off',
			// Jest's asymmetric matchers (`expect.any(…)`) are typed `any`.
			'@typescript-eslint/no-unsafe-assignment': 'off',
			// The `File` of Node and the `File` of the DOM's types are one and the same.
			'@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
			// Ids that have lost digits are what some tests are about.
			'no-loss-of-precision': 'off',
			// A stand-in for n8n's request helper throws what a real one might.
			'@typescript-eslint/only-throw-error': 'off',
		},
	},
);
