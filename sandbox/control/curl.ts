import type { RecordedRequest } from '../faults/recorder';
import { BadControlCall, type Handler } from './handler';
import { findDelivery } from './lookup';

/** What `curl` needs to make a request again. */
export interface CurlCall {
	method: string;
	url: string;
	headers: Readonly<Record<string, string>>;
	/** As it is, byte by byte. */
	body?: string;
	/** The parts of a multipart body. The bytes of files are not kept, so these are only named. */
	form?: {
		texts: ReadonlyArray<[name: string, value: string]>;
		files: RecordedRequest['files'];
	};
}

/** A command for a POSIX shell. */
export function curlCommand({ method, url, headers, body, form }: CurlCall): string {
	return [
		`curl -X ${method} ${quote(url)}`,
		...Object.entries(headers).map(([name, value]) => `-H ${quoteHeader(`${name}: ${value}`)}`),
		// Values of `-F` that begin with @ or < would be read as files.
		...(form?.texts ?? []).map(([name, value]) => `--form-string ${quote(`${name}=${value}`)}`),
		...(form?.files ?? []).map(
			({ fieldName, fileName, contentType }) =>
				`-F ${quote(`${fieldName}=@"${fileName.replace(/[\\"]/g, '\\$&')}";type=${contentType}`)}`,
		),
		...(body === undefined ? [] : [`--data-binary ${quote(body)}`]),
	].join(' \\\n  ');
}

/** Nothing in single quotes means anything to the shell, but their end. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The placeholder is the one thing that the shell is to fill in. */
const quoteHeader = (header: string): string =>
	header.endsWith(TOKEN_PLACEHOLDER) ? `"${header}"` : quote(header);

const TOKEN_PLACEHOLDER = '$ACCESS_TOKEN';

/** Headers that say what the request is; the others are the HTTP client's own business. */
const KEPT_HEADERS = ['accept', 'content-type'];

/** `{"withToken": true}` puts the token itself into the command instead of `$ACCESS_TOKEN`. */
export const requestAsCurl: Handler = ({ world, requests }, body, id) => {
	const request = requests.find((each) => String(each.id) === id);
	if (request === undefined) throw new BadControlCall('No such request: the log keeps the latest');
	return { curl: curlCommand(callOf(request, world.origin, body.withToken === true)) };
};

function callOf(request: RecordedRequest, origin: string, withToken: boolean): CurlCall {
	const { method, path, query, encoding } = request;
	const url = new URL(origin + path);
	for (const [name, value] of Object.entries(query)) {
		const isToken = name === 'access_token' || name === 'input_token';
		url.searchParams.set(name, isToken && !withToken ? '(token)' : value);
	}
	const headers = Object.fromEntries(
		Object.entries(request.headers).filter(([name]) => KEPT_HEADERS.includes(name)),
	);
	const { authorization } = request.headers;
	if (authorization !== undefined) {
		headers.authorization = withToken ? authorization : `Bearer ${TOKEN_PLACEHOLDER}`;
	}
	const fields = { ...request.body };
	if ('access_token' in fields && !withToken) fields.access_token = '(token)';
	const call = { method, url: url.href, headers };
	if (encoding === 'multipart') {
		delete headers['content-type'];
		return { ...call, form: { texts: textFields(fields), files: request.files } };
	}
	if (Object.keys(fields).length === 0) return call;
	if (encoding === 'form')
		return { ...call, body: new URLSearchParams(textFields(fields)).toString() };
	return { ...call, body: JSON.stringify(fields) };
}

const textFields = (fields: Record<string, unknown>): Array<[string, string]> =>
	Object.entries(fields).map(([name, value]) => [
		name,
		typeof value === 'string' ? value : JSON.stringify(value),
	]);

/** The same bytes and the same signature. */
export const deliveryAsCurl: Handler = ({ world }, _body, id) => {
	const { url, headers, body } = findDelivery(world, id);
	return { curl: curlCommand({ method: 'POST', url, headers, body: body.toString('utf8') }) };
};
