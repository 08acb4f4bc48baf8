import type { AnswerName, Language } from './errorTable';
import { answers } from './errorTable';
import type { GraphHost } from './flavours';
import { isInstagramHost } from './flavours';

/** What a rule throws: which answer, and what to fill into its text. */
export class Refusal extends Error {
	/**
	 * @param answer row of the table above
	 * @param values texts for the row's `{placeholders}`
	 * @param headers extra response headers (usage headers on a throttle)
	 */
	constructor(
		readonly answer: AnswerName,
		readonly values: Readonly<Record<string, string>> = {},
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(answer);
		this.name = 'Refusal';
	}
}

/** The body of every refusal, on both hosts. */
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

/** A code that no rule gives but a test asks for. */
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

/** Renders a refusal: HTTP status and body. */
export function renderRefusal(
	refusal: Refusal,
	host: GraphHost,
	language: Language,
	traceId: string,
): { status: number; body: ErrorEnvelope } {
	const row = answers[refusal.answer];
	const message = row[language].replace(
		/\{(\w+)\}/g,
		(_, name: string) => refusal.values[name] ?? '',
	);
	return { status: row.status ?? 400, body: errorEnvelope({ ...row, message }, host, traceId) };
}

function errorType(type: string | undefined, host: GraphHost): string {
	const isInstagram = isInstagramHost(host);
	if (type === 'GraphMethodException' && isInstagram) return 'IGApiException';
	return type ?? (isInstagram ? 'IGApiException' : 'OAuthException');
}
