/**
 * Pictures, videos and documents, as far as a sender has to know them: recognised by their first bytes
 * and held against what a platform takes. Nothing is converted. Sound is lib/audio's.
 */
export { MediaError, type MediaErrorCode } from './errors';
export { HEAD_BYTES, recogniseFormat, type MediaFormat } from './formats';
export { checkMedia, maxBytesOf, type CheckedMedia, type MediaType } from './checkMedia';
