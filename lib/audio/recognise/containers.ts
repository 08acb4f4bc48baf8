import { adts } from './adts';
import { aiff } from './aiff';
import { amr } from './amr';
import { asf } from './asf';
import { au } from './au';
import { caf } from './caf';
import type { Container } from './container';
import { flac } from './flac';
import { isobmff } from './isobmff';
import { matroska } from './matroska';
import { mp3 } from './mp3';
import { ogg } from './ogg';
import { rareContainers } from './rareContainers';
import { w64 } from './w64';
import { wav } from './wav';

/**
 * Containers that begin with bytes of their own. No two begin alike, which a test checks on all samples,
 * so that their order does not matter; the frequent ones come first.
 */
export const CONTAINERS_BY_MAGIC: readonly Container[] = [
	...[isobmff, ogg, wav, matroska, flac, amr, aiff, caf, asf, au, w64],
	...rareContainers,
];

/**
 * Streams of frames without a container. They are recognised by two or three frames in a row, which
 * occur by chance in other files too: so they are tried once a file is neither one of the above nor
 * anything else that is known. ADTS comes before MP3, whose first frame may stand 16 kB further on,
 * in the middle of an ADTS stream.
 */
export const CONTAINERS_BY_FRAMES: readonly Container[] = [adts, mp3];

export const CONTAINERS: readonly Container[] = [...CONTAINERS_BY_MAGIC, ...CONTAINERS_BY_FRAMES];
