import { ERROR_TABLE, type ErrorName } from './errorTable';
import { isInstagramHost, type GraphHost } from './flavours';
import { translate, type Language } from './language';

/** What a rule throws: which error, and what to fill into its text. */
export class GraphError extends Error {
	/**
	 * @param kind row of the error table
	 * @param values texts for the row's `{placeholders}`
	 * @param headers extra response headers, e.g. the usage headers of a rate limit
	 */
	constructor(
		readonly kind: ErrorName,
		readonly values: Readonly<Record<string, string>> = {},
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(kind);
		this.name = 'GraphError';
	}
}

/** The body of every error, on both hosts. */
export interface ErrorEnvelope {
	error: {
		message: string;
		type: string;
		code: number;
		error_subcode?: number;
		is_transient?: boolean;
		fbtrace_id: string;
	};
}

/** What an error says; a fault may say what no rule does. */
export interface ErrorFields {
	code: number;
	subcode?: number | undefined;
	message: string;
	type?: string | undefined;
	isUnprefixed?: boolean | undefined;
	isTransient?: boolean | undefined;
}

/** Writes an error the way `host` does: Instagram's has its own type and no `(#code)` in front. */
export function errorEnvelope(
	fields: ErrorFields,
	host: GraphHost,
	traceId: string,
): ErrorEnvelope {
	const isPrefixed = !isInstagramHost(host) && fields.isUnprefixed !== true;
	return {
		error: {
			message: isPrefixed ? `(#${fields.code}) ${fields.message}` : fields.message,
			type: errorType(fields.type, host),
			code: fields.code,
			...(fields.subcode === undefined ? {} : { error_subcode: fields.subcode }),
			...(fields.isTransient === undefined ? {} : { is_transient: fields.isTransient }),
			fbtrace_id: traceId,
		},
	};
}

/** The HTTP status and the body of an error. */
export function renderError(
	error: GraphError,
	host: GraphHost,
	language: Language,
	traceId: string,
): { status: number; body: ErrorEnvelope } {
	const template = ERROR_TABLE[error.kind];
	const filled = template.text.replace(/\{(\w+)\}/g, (_, name: string) => error.values[name] ?? '');
	const fields = { ...template, message: translate(filled, language) };
	return { status: template.status ?? 400, body: errorEnvelope(fields, host, traceId) };
}

function errorType(type: string | undefined, host: GraphHost): string {
	const isInstagram = isInstagramHost(host);
	if (type === 'GraphMethodException' && isInstagram) return 'IGApiException';
	return type ?? (isInstagram ? 'IGApiException' : 'OAuthException');
}
