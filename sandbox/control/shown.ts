/**
 * What the control API answers about the world, as JSON. Types only and without imports, because
 * the sandbox (for Node) and the page (for browsers) are built apart and both take this file.
 */

export interface ShownState {
	/** The sandbox's time, ISO 8601. */
	now: string;
	settings: object;
	/** How many messages arrived, and how many Graph requests came. */
	messages: number;
	requests: number;
	senderActions: readonly object[];
	faults: ReadonlyArray<{ id: string; hits: number }>;
}

export interface ShownRecipient {
	id: string;
	name: string;
	isWindowOpen: boolean;
	/** ISO 8601; `null` if they never wrote. */
	windowClosesAt: string | null;
	humanAgentClosesAt: string | null;
}

export interface ShownAccount {
	id: string;
	flavour: 'instagramLogin' | 'instagramPage' | 'messenger';
	name: string;
	/** What goes into a credential's Base URL. */
	baseUrl: string;
	recipients: ShownRecipient[];
}

export interface ShownAttachment {
	container: string;
	codec?: string | undefined;
	sizeBytes: number;
	durationSeconds?: number | undefined;
	fileName?: string;
}

/** A message of either side. */
export interface ShownMessage {
	messageId: string;
	flavour: ShownAccount['flavour'];
	accountId: string;
	recipientId: string;
	/** `text`, or the type of the attachment. */
	kind: string;
	text?: string;
	/** The first attachment with bytes, and the path it can be loaded from. */
	attachment?: ShownAttachment;
	mediaUrl?: string;
	/** All attachments with bytes; of accounts' messages only. */
	attachments?: ShownAttachment[];
	tag?: string;
	/** The message id this one quotes. */
	replyTo?: string;
	/** Of customers' messages only, as the next. */
	editCount?: number;
	isDeleted?: boolean;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

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
	flavour: ShownAccount['flavour'];
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

/** A fault that waits for its calls, or has struck. */
export interface ShownFault {
	id: string;
	label: string;
	/** Calls it has struck. */
	hits: number;
	/** Calls it will strike; `null`: until it is removed. */
	timesLeft: number | null;
	/** Whether an answer waits to be let go. */
	isHolding: boolean;
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
