/**
 * How a voice note is made: a file on disk → `recognise` (what is it?) → `plan` (keep, remux
 * or encode, and why) → `engines` (ffmpeg, embedded or native) → a file on disk.
 */
export { AudioError } from './errors';
export type { AudioErrorCode } from './errors';
export { shutdownEngines } from './engines';
export type { AudioFacts, AudioSummary } from './facts';
export { MAX_INPUT_BYTES } from './limits';
export { makeVoiceNote } from './makeVoiceNote';
export type { VoiceNote } from './makeVoiceNote';
export type { VoiceNoteRules } from './plan';
export type { OutputFormat } from './outputFormats';
export { nameVoiceNote, PLATFORMS } from './platforms';
export { RAW_CHANNELS, RAW_SAMPLE_RATE_HZ } from './rawAudio';
export type { RawAudioHints } from './rawAudio';
export { recognise } from './recognise';
