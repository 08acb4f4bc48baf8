const { dest, parallel, src } = require('gulp');

/** tsc writes the code; n8n also needs each node's codex file and the icons beside it. */
const copyNodeAssets = () =>
	src('nodes/**/*.{svg,png,node.json}', { encoding: false }).pipe(dest('dist/nodes'));

const copyCredentialIcons = () =>
	src('credentials/**/*.{svg,png}', { encoding: false }).pipe(dest('dist/credentials'));

/** The sandbox's page is served as it is, beside its compiled scripts. */
const copyPage = () => src('sandbox/page/*.{html,css}').pipe(dest('dist/sandbox/page'));

exports.default = parallel(copyNodeAssets, copyCredentialIcons, copyPage);
