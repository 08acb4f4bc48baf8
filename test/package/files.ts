import assert from 'node:assert/strict';

/** Everything a user needs, as patterns over the tarball's paths. */
const NEEDED = [
	/^package\.json$/,
	/^README\.md$/,
	/^LICENSE$/,
	/^THIRD-PARTY-NOTICES\.md$/,
	/^index\.js$/,
	/^dist\/nodes\/SvaraTrigger\/SvaraTrigger\.node\.js$/,
	/^dist\/nodes\/SvaraTrigger\/SvaraTrigger\.node\.json$/,
	/^dist\/nodes\/SvaraTrigger\/svaraTrigger\.svg$/,
	/^dist\/nodes\/SvaraTrigger\/svaraTrigger\.dark\.svg$/,
	/^dist\/nodes\/SvaraVoiceNote\/SvaraVoiceNote\.node\.js$/,
	/^dist\/nodes\/SvaraVoiceNote\/SvaraVoiceNote\.node\.json$/,
	/^dist\/nodes\/SvaraVoiceNote\/svaraVoiceNote\.svg$/,
	/^dist\/nodes\/SvaraVoiceNote\/svaraVoiceNote\.dark\.svg$/,
	/^dist\/credentials\/SvaraInstagramApi\.credentials\.js$/,
	/^dist\/credentials\/SvaraMessengerApi\.credentials\.js$/,
	/^dist\/credentials\/svara\.svg$/,
	/^dist\/credentials\/svara\.dark\.svg$/,
	/^dist\/engine\/ffmpeg\.wasm$/,
	/^dist\/engine\/LICENSE\.LGPL-2\.1$/,
	/^dist\/lib\/audio\/.+\.js$/,
	/^dist\/lib\/graph\/.+\.js$/,
	/^dist\/lib\/webhook\/.+\.js$/,
];

/** Nothing may be in the tarball that none of these allows. */
const ALLOWED = [
	/^(package\.json|README\.md|LICENSE|THIRD-PARTY-NOTICES\.md|index\.js)$/,
	/^dist\/engine\/(ffmpeg\.wasm|LICENSE\.LGPL-2\.1)$/,
	/^dist\/lib\/.+\.js$/,
	/^dist\/nodes\/.+\.(js|svg|node\.json)$/,
	/^dist\/credentials\/.+\.(js|svg)$/,
];

/** Code and the audio engine, which is most of it; no samples. */
const MAX_SIZE_BYTES = 1_500_000;

/** What n8n's installer leaves on disk, in a volume that may be small. */
const MAX_INSTALLED_BYTES = 5_000_000;

export function assertTarball(files: string[], sizeBytes: number): void {
	const missing = NEEDED.filter((pattern) => !files.some((file) => pattern.test(file)));
	const surplus = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));

	assert.deepEqual(missing.map(String), [], 'the tarball lacks files');
	assert.deepEqual(surplus, [], 'the tarball holds files that no user needs');
	assert.ok(sizeBytes < MAX_SIZE_BYTES, `the tarball has ${sizeBytes} bytes`);
}

export function assertInstalled(sizeBytes: number): void {
	assert.ok(sizeBytes < MAX_INSTALLED_BYTES, `the installed package has ${sizeBytes} bytes`);
}
