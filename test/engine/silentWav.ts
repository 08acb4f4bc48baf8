/** A WAV file of 16-bit silence. https://learn.microsoft.com/windows/win32/multimedia/waveform-audio-interface */
export function silentWav(
	durationSeconds: number,
	{ channels = 1, sampleRateHz = 8_000 } = {},
): Buffer {
	const bytesPerFrame = channels * 2;
	const dataBytes = durationSeconds * sampleRateHz * bytesPerFrame;
	const header = Buffer.alloc(44);
	header.write('RIFF', 0);
	header.writeUInt32LE(36 + dataBytes, 4);
	header.write('WAVEfmt ', 8);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(channels, 22);
	header.writeUInt32LE(sampleRateHz, 24);
	header.writeUInt32LE(sampleRateHz * bytesPerFrame, 28);
	header.writeUInt16LE(bytesPerFrame, 32);
	header.writeUInt16LE(16, 34);
	header.write('data', 36);
	header.writeUInt32LE(dataBytes, 40);
	return Buffer.concat([header, Buffer.alloc(dataBytes)]);
}
