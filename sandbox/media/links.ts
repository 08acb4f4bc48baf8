import { createHmac, randomBytes } from 'node:crypto';

import { UNTRUSTED_HEADERS, type Reply } from '../http/reply';
import type { Clock } from '../model/clock';
import { newNumericId } from '../model/ids';

/** Path of customers' media, in the place of Meta's media host. */
export const MEDIA_PATH = '/lookaside.fbsbx.com/ig_messaging_cdn/';

/** Meta says that these links expire, not when. */
const LINK_LIFETIME_MS = 24 * 60 * 60 * 1000;

interface Asset {
	id: string;
	bytes: Buffer;
	contentType: string;
	/** ms since the epoch. */
	expiresAt: number;
}

/** All links, and the key that their signatures are made with. */
export interface SavedMediaLinks {
	key: Buffer;
	assets: Asset[];
}

/** What customers and businesses attached, under links that die after a day. */
export class MediaLinks {
	private readonly assets = new Map<string, Asset>();
	private key: Buffer = randomBytes(32);

	/** @param origin of this sandbox: `http://host:port` */
	constructor(
		private readonly clock: Clock,
		private readonly origin: () => string,
	) {}

	/** Keeps the bytes and gives the link that a webhook carries. */
	keep(bytes: Buffer, contentType: string): string {
		const id = newNumericId('1', 17);
		this.assets.set(id, { id, bytes, contentType, expiresAt: this.clock.now() + LINK_LIFETIME_MS });
		const query = new URLSearchParams({ asset_id: id, signature: this.signatureOf(id) });
		return `${this.origin()}${MEDIA_PATH}?${query.toString()}`;
	}

	/**
	 * The media; 404 for none, 403 for a wrong signature or an expired link. Whoever does not look like a
	 * browser gets a web page, as clients of Meta's media host report.
	 */
	answer(query: URLSearchParams, userAgent: string | undefined): Reply {
		const id = query.get('asset_id') ?? '';
		const asset = this.assets.get(id);
		if (asset === undefined) return plain(404, 'Not Found');
		const isSigned = query.get('signature') === this.signatureOf(id);
		if (!isSigned) return plain(403, 'Bad URL hash');
		if (asset.expiresAt <= this.clock.now()) return plain(403, 'URL signature expired');
		if (!/^Mozilla\/5\.0\b/.test(userAgent ?? '')) {
			const body = '<!DOCTYPE html><html><head><title>Facebook</title></head><body></body></html>';
			return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body };
		}
		const headers = {
			...UNTRUSTED_HEADERS,
			'Content-Type': headerText(asset.contentType),
			'Cache-Control': 'private',
			...(isShownInline(asset.contentType) ? {} : { 'Content-Disposition': 'attachment' }),
		};
		return { status: 200, headers, body: asset.bytes };
	}

	save(): SavedMediaLinks {
		return { key: this.key, assets: [...this.assets.values()] };
	}

	/** Former links work again, as long as they live. */
	restore({ key, assets }: SavedMediaLinks): void {
		this.key = key;
		for (const asset of assets) this.assets.set(asset.id, asset);
	}

	clear(): void {
		this.assets.clear();
	}

	private signatureOf(id: string): string {
		return createHmac('sha256', this.key).update(id).digest('base64url');
	}
}

/** Sounds and pictures. Anything else, a drawing with scripts in it too, is a download. */
const isShownInline = (contentType: string): boolean =>
	/^(audio|video|image)\//i.test(contentType) && !/svg/i.test(contentType);

/** A header's value without the characters that Node refuses to write. */
const headerText = (contentType: string): string =>
	/^[\x20-\x7e]+$/.test(contentType) ? contentType : 'application/octet-stream';

const plain = (status: number, body: string): Reply => ({
	status,
	headers: { 'Content-Type': 'text/plain' },
	body,
});
