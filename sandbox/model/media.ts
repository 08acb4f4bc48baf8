import type { SandboxAccount } from './accounts';
import type { MediaType } from './flavours';

/** What the bytes are, whatever their name and Content-Type say. */
export interface MediaFacts {
	/** `m4a`, `mp4`, `aac`, `wav`, `mp3`, `ogg`, `webm` …, `html`, `empty`, `unknown`. */
	container: string;
	kind: 'audio' | 'video' | 'image' | 'document' | 'page' | 'unknown';
	/** Where the container names it: `aac`, `alac`, `opus`, `vorbis`, `pcm` … */
	codec?: string;
	durationSeconds?: number;
	/** MP4 family: the index precedes the media. */
	isFastStart?: boolean;
	/** False where the container shows that the file breaks off. */
	isComplete: boolean;
}

/** A file part of a multipart body. */
export interface UploadedFile {
	fieldName: string;
	fileName: string;
	/** As the part declared it; empty if it did not. */
	contentType: string;
	bytes: Buffer;
}

/** Where the bytes of a delivered attachment came from. */
export type MediaSource = 'url' | 'multipart' | 'attachmentId';

/** Bytes that passed inspection. */
export interface Media {
	bytes: Buffer;
	contentType: string;
	fileName?: string;
	facts: MediaFacts;
}

/** An entry of `message_attachments`. */
export interface StoredAttachment {
	id: string;
	account: SandboxAccount;
	type: MediaType;
	media: Media;
	/** ms since the epoch. */
	createdAt: number;
}
