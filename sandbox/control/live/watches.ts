import { showFault } from '../faults';
import type { Control } from '../handler';
import {
	showAccountAlone,
	showCustomerMessage,
	showMessage,
	showRecipient,
	showRequest,
} from '../show';
import type { LiveState, Put } from '../shown';
import { showDelivery } from '../webhooks';
import { Watch } from './watch';

/** Of what is only a log, the page gets this much. */
const LOG_LENGTH = 500;

const SECOND_MS = 1000;

/** What a `put` event carries, by its name there. */
export type Watches = Readonly<Record<keyof Put, Watch>>;

/** Everything that the page shows. */
export function watchesOf(control: Control): Watches {
	const { world, requests } = control;
	const watches: Record<keyof Put, unknown> = {
		state: new Watch({
			items: () => [control],
			id: () => 'state',
			show: () => showLiveState(control),
			facts: () => ({ text: JSON.stringify(showLiveState(control)) }),
		}),
		accounts: new Watch({
			items: () => world.accounts,
			id: ({ id }) => id,
			show: (account) => showAccountAlone(control, account),
			facts: (account) => ({ text: JSON.stringify(showAccountAlone(control, account)) }),
		}),
		recipients: new Watch({
			items: () => world.accounts.flatMap((account) => world.recipientsOf(account)),
			id: (recipient) => `${world.accountOf(recipient)?.id ?? ''}/${recipient.id}`,
			show: (recipient, key) => ({
				...showRecipient(recipient, world.clock.now()),
				key,
				accountId: world.accountOf(recipient)?.id,
			}),
			facts: (recipient) => showRecipient(recipient, world.clock.now()),
		}),
		sent: new Watch({
			items: () => world.messages,
			id: ({ messageId }) => messageId,
			show: showMessage,
		}),
		received: new Watch({
			items: () => world.customerMessages,
			id: ({ messageId }) => messageId,
			show: showCustomerMessage,
		}),
		comments: new Watch({
			items: () => world.comments,
			id: ({ id }) => id,
			show: (comment) => comment,
		}),
		actions: new Watch({
			items: () => world.senderActions,
			id: (_item, index) => String(index),
			show: (action, id) => ({ ...action, id }),
			keepLast: LOG_LENGTH,
		}),
		requests: new Watch({
			items: () => requests,
			id: ({ id }) => String(id),
			show: showRequest,
			keepLast: LOG_LENGTH,
		}),
		deliveries: new Watch({
			items: () => world.outbox.deliveries,
			id: ({ id }) => String(id),
			show: showDelivery,
			keepLast: LOG_LENGTH,
		}),
	};
	// Each watch gives out ids and objects alone, whatever it takes in.
	return watches as Watches;
}

/** The clock by whole seconds, so that a ticking one is no news. */
function showLiveState({ world, faults }: Control): LiveState {
	const aheadMs = world.clock.now() - Date.now();
	return {
		aheadMs: Math.round(aheadMs / SECOND_MS) * SECOND_MS,
		settings: world.settings,
		faults: faults.list().map(showFault),
	};
}
