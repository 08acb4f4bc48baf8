import { Webhooks } from '../dashboard/webhooks';
import type { RecordedAnswer, RecordedRequest } from '../faults/recorder';
import { inspectMedia } from '../media/inspect';
import type { Recipient, SandboxAccount } from '../model/accounts';
import type {
	CustomerAttachment,
	CustomerMessage,
	DeliveredAttachment,
	DeliveredMessage,
} from '../model/messages';
import { HUMAN_AGENT_WINDOW_MS, isWindowOpen, WINDOW_MS } from '../model/messagingWindow';
import { showFault } from './faults';
import type { Control, Handler } from './handler';
import type {
	ShownAccount,
	ShownAttachment,
	ShownMessage,
	ShownRecipient,
	ShownState,
} from './shown';

/** Control calls that show the world, and how each thing in it is shown. */

export const showState: Handler<ShownState> = ({ world, faults, requests }) => ({
	now: new Date(world.clock.now()).toISOString(),
	settings: world.settings,
	messages: world.messages.length,
	senderActions: world.senderActions,
	requests: requests.length,
	faults: faults.list().map(showFault),
});

export const showAccounts: Handler<ShownAccount[]> = (control) =>
	control.world.accounts.map((account) => showAccount(control, account));

export const showMessages: Handler<ShownMessage[]> = ({ world }) => world.messages.map(showMessage);

export const showCustomerMessages: Handler<ShownMessage[]> = ({ world }) =>
	world.customerMessages.map(showCustomerMessage);

export const showRequests: Handler = ({ requests }) => requests.map(showRequest);

/** An account with all its people and what belongs into a credential. */
export function showAccount(
	control: Pick<Control, 'world' | 'baseUrl'>,
	account: SandboxAccount,
): ShownAccount {
	const { world } = control;
	return {
		...showAccountAlone(control, account),
		recipients: world
			.recipientsOf(account)
			.map((recipient) => showRecipient(recipient, world.clock.now())),
	};
}

/** An account without its people. */
export function showAccountAlone(
	{ world, baseUrl }: Pick<Control, 'world' | 'baseUrl'>,
	account: SandboxAccount,
): Omit<ShownAccount, 'recipients'> {
	const { recipients: _recipients, ...rest } = account;
	return {
		...rest,
		baseUrl: baseUrl(account.flavour),
		callback: new Webhooks(world).callbackOf(account),
	};
}

export function showRecipient(recipient: Recipient, now: number): ShownRecipient {
	const { lastWroteAt } = recipient;
	const closesAfter = (ms: number): string | null =>
		lastWroteAt === null ? null : new Date(lastWroteAt + ms).toISOString();
	return {
		...recipient,
		isWindowOpen: isWindowOpen(recipient, undefined, now),
		windowClosesAt: closesAfter(WINDOW_MS),
		humanAgentClosesAt: closesAfter(HUMAN_AGENT_WINDOW_MS),
	};
}

export function showMessage({
	attachment: _first,
	attachments,
	...rest
}: DeliveredMessage): ShownMessage {
	return { ...rest, ...showAttachments(rest.messageId, attachments.map(withoutBytes)) };
}

export function showCustomerMessage({ attachments, ...rest }: CustomerMessage): ShownMessage {
	return {
		...rest,
		kind: attachments[0]?.type ?? 'text',
		...showAttachments(rest.messageId, attachments.map(showAttachment)),
	};
}

/** All of them, and the first once more: nearly always there is no other. */
function showAttachments(
	messageId: string,
	all: ReadonlyArray<Omit<ShownAttachment, 'mediaUrl'>>,
): Pick<ShownMessage, 'attachment' | 'attachments' | 'mediaUrl'> {
	const attachments = all.map((each, index) => ({
		...each,
		mediaUrl: `/_sandbox/messages/${encodeURIComponent(messageId)}/media/${index}`,
	}));
	const [attachment] = attachments;
	if (attachment === undefined) return { attachments };
	return { attachment, mediaUrl: attachment.mediaUrl, attachments };
}

function showAttachment({
	type,
	bytes,
	contentType,
	...rest
}: CustomerAttachment): Omit<ShownAttachment, 'mediaUrl'> {
	const { container, codec, durationSeconds } = inspectMedia(bytes);
	const measured = { sizeBytes: bytes.length, container, codec, durationSeconds };
	return { type, contentType, ...measured, ...rest };
}

function withoutBytes({
	bytes: _bytes,
	...rest
}: DeliveredAttachment): Omit<ShownAttachment, 'mediaUrl'> {
	return rest;
}

/** Somebody may have pasted a real token: over HTTP it is not shown, wherever it stood. */
export function showRequest(request: RecordedRequest): object {
	const { query, headers, body, answer, withoutFault } = request;
	const hide = <T extends object>(object: T, key: string): T =>
		key in object ? { ...object, [key]: '(hidden)' } : object;
	return {
		...request,
		query: hide(hide(query, 'access_token'), 'input_token'),
		headers: hide(headers, 'authorization'),
		...(body === undefined ? {} : { body: hide(body, 'access_token') }),
		...(answer === undefined ? {} : { answer: withoutTokens(answer) }),
		...(withoutFault === undefined ? {} : { withoutFault: withoutTokens(withoutFault) }),
	};
}

/** A renewed token, and the links to further pages. */
function withoutTokens(answer: RecordedAnswer): RecordedAnswer {
	const body = answer.body.replace(/(access_token(?:":\s*"|=))[^"&\\]+/g, '$1(hidden)');
	return { ...answer, body };
}
