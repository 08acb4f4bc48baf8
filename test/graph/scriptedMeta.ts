import {
	createGraphClient,
	toAccount,
	type AccountSettings,
	type GraphClient,
	type HttpRequest,
	type HttpResponse,
} from '../../lib/graph';

export type Answer = Partial<HttpResponse> & { json?: unknown; fault?: Error };

export const graphError = (
	code: number,
	subcode?: number,
	status = 400,
	message = 'no',
): Answer => ({
	status,
	json: {
		error: {
			message,
			type: 'OAuthException',
			code,
			...(subcode === undefined ? {} : { error_subcode: subcode }),
			fbtrace_id: 'TRACE',
		},
	},
});

export const sent = (messageId = 'm_1'): Answer => ({
	status: 200,
	json: { recipient_id: '42', message_id: messageId },
});

/** A client that gets the given answers one after the other, and what it asked. */
export function scripted(
	answers: Answer[],
	settings: Partial<AccountSettings> = {},
): { client: GraphClient; requests: HttpRequest[] } {
	const requests: HttpRequest[] = [];
	const account = toAccount({
		flavour: 'messenger',
		accessToken: 'EAAtoken',
		pageId: '1042',
		...settings,
	});
	const client = createGraphClient(
		account,
		async (request) => {
			requests.push(request);
			const answer = answers[requests.length - 1];
			if (!answer) throw new Error(`Unexpected request ${requests.length}: ${request.url}`);
			if (answer.fault) throw answer.fault;
			return {
				status: answer.status ?? 200,
				headers: answer.headers ?? {},
				body: answer.body ?? JSON.stringify(answer.json ?? {}),
			};
		},
		1000,
	);
	return { client, requests };
}

/** Runs something that must fail, and gives what it failed with. */
export async function failureOf(task: Promise<unknown>): Promise<Record<string, unknown>> {
	return await task.then(
		() => {
			throw new Error('This should have been refused');
		},
		(thrown: unknown) => thrown as Record<string, unknown>,
	);
}
