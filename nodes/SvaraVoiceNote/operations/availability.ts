import type { Flavour, FlavourName } from '../../../lib/graph';
import { SvaraError } from '../../shared/failure';
import type { Availability, Operation, Refusal } from './operation';

export const EVERYWHERE = {
	instagramLogin: true,
	instagramPage: true,
	messenger: true,
} as const satisfies Record<FlavourName, Availability>;

/** Meta documents no such call for Messenger. */
export const onInstagramOnly = (things: string) =>
	({
		...EVERYWHERE,
		messenger: {
			what: `Messenger has no ${things} for businesses`,
			fix: "Set 'Platform' to Instagram, or send a text instead",
		},
	}) as const satisfies Record<FlavourName, Availability>;

/** Meta documents no upload for graph.instagram.com. */
export const NO_UPLOADS: Refusal = {
	what: 'Instagram Login has no upload of files',
	fix: "Send the file itself each time (with 'Route to Meta' at Auto), or use a credential with the login type Facebook",
};

export const refuse = ({ what, fix }: Refusal): SvaraError =>
	new SvaraError('feature_unavailable', what, fix);

/**
 * Told at run time, because the login type sits in the credential, which the editor cannot read.
 * @throws SvaraError `feature_unavailable` where Meta documents no such call for this account
 */
export function assertAvailable({ availability }: Operation, { name }: Flavour): void {
	const available = availability[name];
	if (isRefusal(available)) throw refuse(available);
}

export const isRefusal = (available: Availability): available is Refusal =>
	available !== true && 'what' in available;
