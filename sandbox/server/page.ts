import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import type { Reply } from '../http/reply';

/** The build puts the page's files there. */
const FOLDER = join(__dirname, '../page');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
};

/** The browser runs and loads the sandbox's own files only, whatever a message contains. */
const CONTENT_SECURITY_POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * The page at `/`, or one of the files it loads: every thread as its customer sees it.
 * @returns undefined for a path that is none of them
 */
export async function pageReply(pathname: string): Promise<Reply | undefined> {
	const name = pathname === '/' ? 'page.html' : pathname.slice(1);
	const contentType = CONTENT_TYPES[extname(name)];
	// Plain file names only, so that nothing outside the folder can be asked for.
	if (contentType === undefined || !/^\w+\.\w+$/.test(name)) return undefined;
	const body = await readFile(join(FOLDER, name)).catch(() => undefined);
	if (body === undefined) return undefined;
	const headers = {
		'Content-Type': contentType,
		'Content-Security-Policy': CONTENT_SECURITY_POLICY,
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'no-referrer',
		'Cache-Control': 'no-cache',
	};
	return { status: 200, headers, body };
}
