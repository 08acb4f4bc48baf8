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
	/^dist\/lib\/audio\/.+\.js$/,
	/^dist\/lib\/graph\/.+\.js$/,
	/^dist\/lib\/webhook\/.+\.js$/,
];

/** Nothing may be in the tarball that none of these allows. */
const ALLOWED = [
	/^(package\.json|README\.md|LICENSE|THIRD-PARTY-NOTICES\.md|index\.js)$/,
	/^dist\/lib\/.+\.js$/,
	/^dist\/nodes\/.+\.(js|svg|node\.json)$/,
	/^dist\/credentials\/.+\.(js|svg)$/,
];

/** Code, no audio and no binaries: far below this. */
const MAX_SIZE_BYTES = 500_000;

export function assertTarball(files: string[], sizeBytes: number): void {
	const missing = NEEDED.filter((pattern) => !files.some((file) => pattern.test(file)));
	const surplus = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));

	assert.deepEqual(missing.map(String), [], 'the tarball lacks files');
	assert.deepEqual(surplus, [], 'the tarball holds files that no user needs');
	assert.ok(sizeBytes < MAX_SIZE_BYTES, `the tarball has ${sizeBytes} bytes`);
}
