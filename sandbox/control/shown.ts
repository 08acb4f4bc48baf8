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
	faults: readonly ShownFault[];
}

export interface ShownRecipient {
	id: string;
	name: string;
	isWindowOpen: boolean;
	/** False: blocked the account. */
	isAvailable: boolean;
	threadOwner: 'thisApp' | 'otherApp' | 'nobody';
	/** ISO 8601; `null` if they never wrote. */
	windowClosesAt: string | null;
	humanAgentClosesAt: string | null;
	/** The account's latest message that the person has seen. */
	lastReadId?: string;
}

export interface ShownAccount extends LiveAccount {
	recipients: ShownRecipient[];
}

/** What an account shows around its conversations, in Meta's words. */
export interface ShownProfile {
	ice_breakers?: ReadonlyArray<Readonly<Record<string, unknown>>>;
	persistent_menu?: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** The button for new customers; Messenger's only. */
	get_started?: Readonly<Record<string, unknown>>;
}

/** An account without its people. */
export interface LiveAccount {
	id: string;
	flavour: 'instagramLogin' | 'instagramPage' | 'messenger';
	name: string;
	/** What goes into a credential's Base URL. */
	baseUrl: string;
	/** What Meta lets the account do. */
	hasAdvancedAccess: boolean;
	hasHumanAgent: boolean;
	hasConversationRouting: boolean;
	isLinkedToInstagram: boolean;
	allowsMessageAccess: boolean;
	allowsSeveralImages: boolean;
	/** Where its app's webhooks go; `null` while no trigger is connected. */
	callback: { url: string; fields: readonly string[]; isSwitchedOff: boolean } | null;
	/** Of its posts; Messenger's are known by their comments only. */
	postIds: readonly string[];
	profile: ShownProfile;
}

export interface ShownAttachment {
	type: string;
	/** The path its bytes can be loaded from. */
	mediaUrl: string;
	contentType: string;
	/** The link that webhooks carry; of customers' attachments only. */
	url?: string;
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
	/** The first attachment, and its path. */
	attachment?: ShownAttachment;
	mediaUrl?: string;
	/** All attachments with bytes. */
	attachments: ShownAttachment[];
	tag?: string;
	/** The message id this one quotes. */
	replyTo?: string;
	/** Payload of a template, as it was sent. */
	template?: Readonly<Record<string, unknown>>;
	/** As they were sent. */
	quickReplies?: readonly unknown[];
	/** The account's own post, where it shares one. */
	postId?: string;
	/** The comment that is answered in private. */
	commentId?: string;
	/** What either side reacted with. */
	reactions?: { account?: string; customer?: string };
	/** Of customers' messages only, as the next: the payload of the button that was tapped. */
	postbackPayload?: string;
	/** A story mention, a shared post and the like: the webhook's message, in Meta's words. */
	special?: Readonly<Record<string, unknown>>;
	editCount?: number;
	isDeleted?: boolean;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

/** The state as the page gets it. */
export interface LiveState {
	/** How far the sandbox's clock is ahead of the machine's, in whole seconds. */
	aheadMs: number;
	settings: object;
	faults: readonly ShownFault[];
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

export interface LiveRecipient extends ShownRecipient {
	/** `{account id}/{recipient id}`. */
	key: string;
	accountId: string;
}

/** A comment under a post of an account. */
export interface ShownComment {
	id: string;
	accountId: string;
	/** Who wrote it; absent if the account itself did. */
	recipientId?: string;
	text: string;
	postId: string;
	/** The comment this one answers. */
	parentId?: string;
	hasPrivateReply: boolean;
	isLive: boolean;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

/** `typing_on`, `mark_seen` and the like of an account. */
export interface ShownAction {
	/** Its place in the log. */
	id: string;
	accountId: string;
	recipientId: string;
	action: string;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

/** A Graph request that came in. */
export interface ShownRequest {
	/** Counted up as they come. */
	id: number;
	/** Whose token it came with; absent if nobody's here. */
	accountId?: string;
	method: string;
	path: string;
	query: Readonly<Record<string, string>>;
	headers: Readonly<Record<string, string>>;
	body?: Readonly<Record<string, unknown>>;
	files: ReadonlyArray<{
		fieldName: string;
		fileName: string;
		contentType: string;
		sizeBytes: number;
	}>;
	status?: number;
	outcome: 'pending' | 'answered' | 'reset' | 'truncated' | 'aborted';
	answer?: ShownAnswer;
	durationMs?: number;
	/** What the fault is called that struck. */
	fault?: string;
	/** What Meta would have said without the fault. */
	withoutFault?: ShownAnswer;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

export interface ShownAnswer {
	status: number;
	headers: Readonly<Record<string, string>>;
	body: string;
}

/** A webhook that went out. */
export interface ShownDelivery {
	/** Counted up as they go. */
	id: number;
	url: string;
	accountId: string;
	body: string;
	headers: Readonly<Record<string, string>>;
	attempt: number;
	/** Of the callback's answer, if there was one. */
	status?: number;
	answer?: { headers: Readonly<Record<string, string>>; body: string };
	/** Why there was none: `timeout`, or the system's code. */
	failure?: string;
	durationMs: number;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

/** What a `put` of `GET /_sandbox/events` carries: things that are new or different, of each kind. */
export interface Put {
	/** One only. */
	state: LiveState[];
	accounts: LiveAccount[];
	recipients: LiveRecipient[];
	/** What the accounts sent. */
	sent: ShownMessage[];
	/** What customers wrote. */
	received: ShownMessage[];
	comments: ShownComment[];
	actions: ShownAction[];
	/** The latest of the log, as the next. */
	requests: ShownRequest[];
	deliveries: ShownDelivery[];
}
