import { MAX_MEDIA_BYTES, type FlavourRules, type MediaType } from '../model/flavours';
import { GraphError } from '../model/graphError';
import type { Media, MediaFacts, UploadedFile } from '../model/media';
import type { FetchedMedia } from './fetch';
import { inspectMedia } from './inspect';

/** What servers declare when they do not know the type; then the bytes alone decide. */
const UNSPECIFIC_TYPES = ['', 'application/octet-stream', 'binary/octet-stream', 'application/ogg'];

/** Containers that a platform takes for each attachment type besides audio. */
const INSTAGRAM_CONTAINERS: Record<Exclude<MediaType, 'audio'>, readonly string[]> = {
	image: ['png', 'jpeg', 'gif'],
	video: ['mp4', 'ogg', 'avi', 'mov', 'webm'],
	file: ['pdf'],
};

/** @throws GraphError if Meta would not take the fetched file as a `type` attachment */
export function acceptFetched(fetched: FetchedMedia, type: MediaType, rules: FlavourRules): Media {
	const facts = inspectMedia(fetched.bytes);
	// An MP4 with sound only is served as video/mp4 by many hosts: Meta's fetcher is taken to accept it.
	const isSpecific = !UNSPECIFIC_TYPES.includes(fetched.contentType);
	const isMp4 = fetched.contentType === 'video/mp4' && type === 'audio';
	if (facts.kind === 'page' || fetched.contentType === 'text/html') {
		throw new GraphError(rules.errors.webPageInsteadOfMedia);
	}
	if (isSpecific && !isMp4) refuseWrongContentType(fetched.contentType, type);
	acceptFacts(facts, fetched.bytes.length, type, rules);
	return { bytes: fetched.bytes, contentType: fetched.contentType, facts };
}

/** @throws GraphError if Meta would not take this `filedata` part as a `type` attachment */
export function acceptUploaded(file: UploadedFile, type: MediaType, rules: FlavourRules): Media {
	const isAscii = /^[\x20-\x7e]+$/.test(file.fileName);
	if (!isAscii) throw new GraphError('uploadFailure');
	const contentType = file.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
	refuseWrongContentType(contentType, type);
	const facts = inspectMedia(file.bytes);
	acceptFacts(facts, file.bytes.length, type, rules);
	return { bytes: file.bytes, contentType, fileName: file.fileName, facts };
}

/** The declared type must be of the attachment's family; `file` may be anything. */
function refuseWrongContentType(contentType: string, type: MediaType): void {
	if (type !== 'file' && !contentType.startsWith(`${type}/`)) throw new GraphError('uploadFailure');
}

function acceptFacts(
	facts: MediaFacts,
	sizeBytes: number,
	type: MediaType,
	rules: FlavourRules,
): void {
	if (sizeBytes > MAX_MEDIA_BYTES[type]) throw new GraphError('attachmentTooLarge');
	if (sizeBytes === 0 || !facts.isComplete) throw new GraphError('uploadFailure');
	const isAccepted = type === 'audio' ? isAudio(facts, rules) : isOtherMedia(facts, type, rules);
	if (isAccepted) return;
	const isOtherAudio = type === 'audio' && facts.kind === 'audio';
	throw new GraphError(isOtherAudio ? rules.errors.audioFormNotTaken : 'uploadFailure');
}

/**
 * Instagram: aac, m4a, wav and mp4 (Meta, "Send messages"), and in the MP4 family the AAC that its
 * apps play. Messenger publishes no list: any audio, also the sound of a video file.
 */
function isAudio(facts: MediaFacts, rules: FlavourRules): boolean {
	const isMp4WithSound = facts.kind === 'video' && facts.codec !== undefined;
	if (facts.kind !== 'audio' && !isMp4WithSound) return false;
	if (rules.audioContainers === 'any') return true;
	if (!rules.audioContainers.includes(facts.container)) return false;
	return facts.container === 'wav' || facts.codec === 'aac';
}

function isOtherMedia(
	facts: MediaFacts,
	type: Exclude<MediaType, 'audio'>,
	rules: FlavourRules,
): boolean {
	const isOfKind = type === 'file' || facts.kind === type;
	if (rules.audience === 'messenger') return isOfKind;
	return isOfKind && INSTAGRAM_CONTAINERS[type].includes(facts.container);
}
