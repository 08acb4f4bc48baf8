import type { INodeProperties } from 'n8n-workflow';

/** What an option is about, in words for somebody who looks for one. */
type Group = 'Conversation' | 'Delivery' | 'Safety' | 'Sound';

const GROUPS: Readonly<Record<string, Group>> = {
	disclosure: 'Conversation',
	disclosureLapseHours: 'Conversation',
	messageTag: 'Conversation',
	replyToMessageId: 'Conversation',
	showTyping: 'Conversation',

	delivery: 'Delivery',
	maxRetries: 'Delivery',
	timeout: 'Delivery',

	idempotencyKey: 'Safety',
	onUnknownOutcome: 'Safety',
	windowClosesAt: 'Safety',

	bitrateKbps: 'Sound',
	convert: 'Sound',
	maxDuration: 'Sound',
	normalizeLoudness: 'Sound',
	outputBinaryPropertyName: 'Sound',
	outputFormat: 'Sound',
	rawAudioChannels: 'Sound',
	rawAudioFormat: 'Sound',
	rawAudioSampleRate: 'Sound',
	whenTooLong: 'Sound',
};

/** So few are seen at a glance. */
const FEW = 5;

/**
 * The options of one operation in n8n's order, the alphabetical one. Of many, each is named after its
 * group first (`Sound: Bitrate (Kbps)`): that keeps a group together in a menu that knows no headings,
 * and the menu's filter finds the whole group.
 */
export function inGroups(options: readonly INodeProperties[]): INodeProperties[] {
	const isGrouped = options.length > FEW && options.every(({ name }) => name in GROUPS);
	return options
		.map((option) => ({
			...option,
			displayName: isGrouped ? `${GROUPS[option.name]}: ${option.displayName}` : option.displayName,
		}))
		.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
}
