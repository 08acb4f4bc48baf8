import { randomBytes, randomInt } from 'node:crypto';

import { isInstagramHost, type GraphHost } from './flavours';

/**
 * Attachment ids are numeric strings. Eighteen digits on purpose: code that turns one into a
 * JavaScript number changes its last digits, and the next send refuses it.
 */
export function newAttachmentId(): string {
	return `${randomInt(100_000, 999_999)}${randomInt(100_000, 999_999)}${randomInt(100_000, 999_999)}`;
}

/** An id for a thread's person or a business account: `digits` digits, never starting with 0. */
export function newNumericId(prefix: string, digits: number): string {
	let id = prefix;
	while (id.length < digits) id += String(randomInt(0, 10));
	return id;
}

/** Instagram's message ids are long, opaque and base64-like (over 100 characters). */
function newInstagramMessageId(): string {
	return `aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOj${randomBytes(75).toString('base64url')}ZD`;
}

/** Messenger's message ids start with `m_`. */
function newMessengerMessageId(): string {
	return `m_${randomBytes(60).toString('base64url')}`;
}

/** Instagram User tokens start with `IGAA`, Facebook's (Page tokens too) with `EAA`. */
export function tokenPrefix(host: GraphHost): string {
	return isInstagramHost(host) ? 'IGAA' : 'EAA';
}

/** A message id of the platform. */
export function newMessageId(audience: 'instagram' | 'messenger'): string {
	return audience === 'instagram' ? newInstagramMessageId() : newMessengerMessageId();
}

/** Instagram's comments have ids of their own; a Page's begin with that of the post. */
export function newCommentId(audience: 'instagram' | 'messenger', postId: string): string {
	if (audience === 'instagram') return newNumericId('179', 17);
	return `${postId.split('_').at(-1) ?? ''}_${newNumericId('1', 16)}`;
}

/** A random token. */
export function newTokenValue(host: GraphHost): string {
	return tokenPrefix(host) + randomBytes(60).toString('hex');
}

/** The id of one answer, which Meta's support asks for. */
export function newTraceId(): string {
	return `A${randomBytes(8).toString('base64url')}`;
}
