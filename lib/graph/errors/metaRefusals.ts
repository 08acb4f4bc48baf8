import { GraphError } from './graphError';

/** Refusals that the package answers with another call instead of an error. */
const REFUSALS = {
	/** "Invalid attachment id": https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes */
	attachment: [
		{ code: 100, subcode: 2018074 },
		{ code: 100, subcode: 2534015 },
	],
	/** Meta could not fetch the file from its URL. */
	fetch: [{ code: 100, subcode: 2018008 }],
	/** "This message has been deleted", which also stands for the 21st message and older ones. */
	message: [{ code: 9000001 }],
	/** The callback did not pass Meta's verification request: https://developers.facebook.com/docs/graph-api/webhooks/subscriptions-edge */
	callback: [{ code: 2200 }],
} as const;

/** Whether Meta refused a call for the named reason. */
export function isRefused(failure: unknown, what: keyof typeof REFUSALS): failure is GraphError {
	if (!(failure instanceof GraphError)) return false;
	const { code, subcode } = failure.meta;
	const refusals: ReadonlyArray<{ code: number; subcode?: number }> = REFUSALS[what];
	return refusals.some(
		(refusal) =>
			refusal.code === code && (refusal.subcode === undefined || refusal.subcode === subcode),
	);
}
