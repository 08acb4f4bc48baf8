import assert from 'node:assert/strict';

import type { Tarball } from './install';

/** What a tarball must hold and may hold, as patterns over the paths inside it. */
export interface Contents {
	/** Each is the path of a file at least. */
	needed: readonly RegExp[];
	/** Each file's path is one of these. */
	allowed: readonly RegExp[];
	maxSizeBytes: number;
}

/** Everything a user needs. */
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

const ALLOWED = [
	/^(package\.json|README\.md|LICENSE|THIRD-PARTY-NOTICES\.md|index\.js)$/,
	/^dist\/engine\/(ffmpeg\.wasm|LICENSE\.LGPL-2\.1)$/,
	/^dist\/lib\/.+\.js$/,
	/^dist\/nodes\/.+\.(js|svg|node\.json)$/,
	/^dist\/credentials\/.+\.(js|svg)$/,
];

/** What n8n loads: code and the audio engine, which is most of it; no samples. */
export const NODES_PACKAGE: Contents = {
	needed: NEEDED,
	allowed: ALLOWED,
	maxSizeBytes: 1_500_000,
};

/** What n8n's installer leaves on disk, in a volume that may be small. */
const MAX_INSTALLED_BYTES = 5_000_000;

export function assertTarball(
	{ files, sizeBytes }: Tarball,
	{ needed, allowed, maxSizeBytes }: Contents,
): void {
	const missing = needed.filter((pattern) => !files.some((file) => pattern.test(file)));
	const surplus = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));

	assert.deepEqual(missing.map(String), [], 'the tarball lacks files');
	assert.deepEqual(surplus, [], 'the tarball holds files that no user needs');
	assert.ok(sizeBytes < maxSizeBytes, `the tarball has ${sizeBytes} bytes`);
}

export function assertInstalled(sizeBytes: number): void {
	assert.ok(sizeBytes < MAX_INSTALLED_BYTES, `the installed package has ${sizeBytes} bytes`);
}
