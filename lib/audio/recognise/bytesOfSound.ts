import { cutOff, noSound } from '../errors';

/**
 * Programs that write to a pipe cannot know the size: FFmpeg leaves 0xffffffff (in a W64 the largest of 63
 * bits), SoX 0x7ffff000, others 0. No file that is accepted here reaches 2 GB, so anything from there on
 * says "unknown".
 */
const UNKNOWN_FROM = 0x7fff0000;

/** Some programs count the header in. So few bytes of sound cannot be heard missing. */
const TOLERATED_MISSING_BYTES = 64;

/**
 * How many bytes of sound there are.
 *
 * @param declaredBytes what the header says
 * @param presentBytes what follows it
 * @throws {AudioError} when there is nothing, or clearly less than declared
 */
export function bytesOfSound(declaredBytes: number, presentBytes: number): number {
	const isUnknown = declaredBytes === 0 || declaredBytes >= UNKNOWN_FROM;
	const present = Math.max(0, presentBytes);
	if (present === 0 && isUnknown) throw noSound();
	if (isUnknown) return present;
	if (declaredBytes - present > TOLERATED_MISSING_BYTES) {
		throw cutOff(`${declaredBytes - present} of ${declaredBytes} bytes of sound are missing`);
	}
	return Math.min(present, declaredBytes);
}
