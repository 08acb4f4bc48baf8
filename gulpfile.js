const { dest, parallel, src } = require('gulp');

/** tsc writes the code; n8n also needs each node's codex file and the icons beside it. */
const copyNodeAssets = () =>
	src('nodes/**/*.{svg,png,node.json}', { encoding: false }).pipe(dest('dist/nodes'));

const copyCredentialIcons = () =>
	src('credentials/**/*.{svg,png}', { encoding: false }).pipe(dest('dist/credentials'));

/** FFmpeg as WebAssembly, with its licence. */
const copyEngine = () =>
	src('engine/{ffmpeg.wasm,LICENSE.LGPL-2.1}', { encoding: false }).pipe(dest('dist/engine'));

/** What the sandbox serves under /samples/; its own build copies them too. */
const copySamples = () =>
	src('sandbox/samples/files/*', { encoding: false }).pipe(dest('dist/sandbox/samples/files'));

exports.default = parallel(copyNodeAssets, copyCredentialIcons, copyEngine, copySamples);
