import { crc32, deflateSync } from 'node:zlib';

/** A PNG of soft colours, large enough that it has to be made to fit. Source: W3C, "PNG". */
export function picture(width = 1200, height = 800): Buffer {
	const rows = Array.from({ length: height }, (_, y) => {
		const row = Buffer.alloc(1 + width * 3);
		for (let x = 0; x < width; x += 1) {
			row[1 + x * 3] = 235 - Math.round((90 * y) / height);
			row[2 + x * 3] = 170 + Math.round((50 * x) / width);
			row[3 + x * 3] = 150 + Math.round((90 * y) / height);
		}
		return row;
	});
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	// 8 bits a channel, RGB.
	header.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.concat(rows))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const ends = Buffer.alloc(8);
	ends.writeUInt32BE(data.length, 0);
	ends.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
