const SAMPLE_RATE_HZ = 16_000;
const HEADER_BYTES = 44;

/**
 * A WAV file with a 440 Hz tone, 16-bit mono PCM.
 * The header is the canonical 44 bytes of "Multimedia Programming Interface", 1991.
 */
export function tone(durationSeconds: number): Buffer {
	const dataBytes = durationSeconds * SAMPLE_RATE_HZ * 2;
	const wav = Buffer.alloc(HEADER_BYTES + dataBytes);
	wav.write('RIFF', 0);
	wav.writeUInt32LE(wav.length - 8, 4);
	wav.write('WAVEfmt ', 8);
	wav.writeUInt32LE(16, 16);
	wav.writeUInt16LE(1, 20); // PCM
	wav.writeUInt16LE(1, 22); // channels
	wav.writeUInt32LE(SAMPLE_RATE_HZ, 24);
	wav.writeUInt32LE(SAMPLE_RATE_HZ * 2, 28); // bytes a second
	wav.writeUInt16LE(2, 32); // bytes a sample
	wav.writeUInt16LE(16, 34); // bits a sample
	wav.write('data', 36);
	wav.writeUInt32LE(dataBytes, 40);
	for (let sample = 0; sample * 2 < dataBytes; sample++) {
		const amplitude = Math.sin((2 * Math.PI * 440 * sample) / SAMPLE_RATE_HZ) * 8000;
		wav.writeInt16LE(Math.round(amplitude), HEADER_BYTES + sample * 2);
	}
	return wav;
}
