import type { Flavour } from '../sandbox';

/** Every kind of account. */
export const FLAVOURS: readonly Flavour[] = ['instagramLogin', 'instagramPage', 'messenger'];

/** Those whose token is a Page's, on graph.facebook.com. */
export const PAGE_FLAVOURS = ['instagramPage', 'messenger'] as const satisfies readonly Flavour[];
