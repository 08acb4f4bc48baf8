import { createHash } from 'node:crypto';

/**
 * A key that tells nothing about what it stands for: the entry's kind, and a hash of its parts.
 * The hash in braces is the cluster slot, so that entries about one thing lie together
 * (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags).
 * @param parts what identifies the entry; ('a', 'bc') and ('ab', 'c') give different keys
 */
export function hashedKey(kind: string, ...parts: readonly string[]): string {
	// 128 bits keep any two of a trillion entries apart.
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
	return `${kind}:{${hash}}`;
}
