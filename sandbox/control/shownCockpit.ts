/**
 * What the control API answers to those who set a workflow up, as JSON: types only and without imports,
 * as in `shown.ts`.
 */

/** A field of n8n's credential. */
export interface ShownCredentialField {
	/** Its name in JSON, e.g. `igUserId`. */
	name: string;
	/** What n8n shows above it. */
	label: string;
	value: string;
}

/** Everything that n8n's credential for one account asks for. */
export interface ShownCredential {
	accountId: string;
	/** Of the account. */
	name: string;
	flavour: 'instagramLogin' | 'instagramPage' | 'messenger';
	/** n8n's name of the credential. */
	type: string;
	title: string;
	/** Whether it goes through HookMyApp's gateway. */
	isGateway: boolean;
	fields: readonly ShownCredentialField[];
	/** By their states: `valid`, `expired` and so on. */
	tokens: Readonly<Record<string, string>>;
}

/** A call from a terminal. */
export interface ShownCommand {
	what: string;
	command: string;
}

export interface ShownFaultPreset {
	name: string;
	title: string;
	group: 'unclear' | 'account' | 'customer' | 'file' | 'busy';
	/** What the user of the node meets, in one sentence. */
	meets: string;
	/** Calls it strikes; `null`: until it is removed. */
	times: number | null;
	/** What the user of the node reads; `null` if the message goes out all the same. */
	errorCode: Readonly<Record<'instagram' | 'messenger', string | null>>;
}

/** What an app can be told of an account, and by which of Meta's fields. */
export interface ShownEvents {
	accountId: string;
	events: ReadonlyArray<{ kind: string; field: string }>;
}

/** How a callback was asked whether it wants webhooks. */
export interface ShownHandshake {
	request: { method: string; url: string };
	/** Absent if none came. */
	answer?: { status: number; body: string };
	durationMs: number;
	/** Absent if the callback agreed. */
	refusal?: { reason: string; fix: string };
}
