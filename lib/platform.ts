/** Meta's two messaging platforms that this package serves. The values are part of the public contract. */
export type Platform = 'instagram' | 'messenger';

/** As people call them, for sentences. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
	instagram: 'Instagram',
	messenger: 'Messenger',
};
