import { bytesReply } from '../http/bytes';
import { jsonReply, type Reply } from '../http/reply';
import { findSample, readSample, SAMPLES } from './samples';

/** Path of the samples and, alone, of their list. */
export const SAMPLES_PATH = '/samples/';

/**
 * `GET /samples/` lists the samples, as a page for browsers and as JSON for programs; behind it stands
 * the name of one.
 * @param origin `http://host:port` of this sandbox
 */
export function sampleReply(
	pathname: string,
	origin: string,
	{ accept, range }: { accept?: string | undefined; range?: string | undefined },
): Reply {
	const name = pathname.slice(SAMPLES_PATH.length);
	if (name === '') return accept?.includes('text/html') ? listPage() : jsonReply(200, list(origin));
	const sample = findSample(name);
	if (sample === undefined) {
		return jsonReply(404, { error: 'No such sample', samples: list(origin) });
	}
	return bytesReply(readSample(sample), sample.contentType, range);
}

const list = (origin: string): object[] =>
	SAMPLES.map(({ name, ...rest }) => ({ url: `${origin}${SAMPLES_PATH}${name}`, ...rest }));

/** Nothing in it is from outside, so nothing needs escaping. */
function listPage(): Reply {
	const items = SAMPLES.map(
		({ name, description }) => `<li><a href="${name}">${name}</a>: ${description}</li>`,
	);
	return {
		status: 200,
		headers: {
			'Content-Type': 'text/html; charset=utf-8',
			'Content-Security-Policy': "default-src 'none'",
		},
		body: `<!DOCTYPE html><html lang="en"><head><meta name="color-scheme" content="light dark"><title>Samples</title></head><body><h1>Samples</h1><ul>${items.join('')}</ul></body></html>`,
	};
}
