/** How a callback was asked whether it wants webhooks, and what came of it. */
export interface Handshake {
	request: { method: 'GET'; url: string };
	/** Absent if none came in time. */
	answer?: { status: number; body: string };
	durationMs: number;
	/** Absent if the callback agreed. */
	refusal?: {
		/** What Meta (or the gateway) says. */
		reason: string;
		/** What the owner of the callback can do. */
		fix: string;
	};
}

/** What to do about an answer that is not the one wanted, by its status. */
const FIXES: Readonly<Record<number, string>> = {
	200: "Something answers there, but not Svara Trigger. Copy the URL from the trigger once more; behind a gateway, also set its option 'Handshake Reply'.",
	401: 'Something before n8n asks for a login. Let this path through without one.',
	403: "The verify tokens differ. Paste the same one here and into 'Verify Token' of the trigger's credential.",
	404: 'n8n does not know this address now. Publish the workflow for the Production URL, or press "Execute step" on the trigger for the Test URL.',
};

const NO_ANSWER: Readonly<Record<string, string>> = {
	ECONNREFUSED:
		'Nothing listens at this address. Start n8n, and use an address that this machine reaches: not one from inside a container.',
	ENOTFOUND: 'This host name leads nowhere. Check the spelling of the URL.',
	ERR_REMOTE_ADDRESS:
		'The sandbox calls this machine alone. Start it with --allow-remote, or use an address of this machine.',
	timeout: 'n8n took too long to answer. Check that it is running and not overloaded.',
};

const OTHERWISE = "Open n8n's log: it says why it answered so.";

/**
 * @param status of the answer, if one came
 * @param failure why none came
 */
export const fixFor = (status: number | undefined, failure: string | undefined): string =>
	(status === undefined ? NO_ANSWER[failure ?? ''] : FIXES[status]) ?? OTHERWISE;
