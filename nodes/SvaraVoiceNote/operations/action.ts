import { openCall, openPosting, openRecipientCall, openSending } from '../execution/call';
import type { Action, Output } from '../execution/executeItems';
import type { SendOrder } from '../execution/runItems';
import { openItem, type Item } from '../parameters/item';
import { messageTag } from '../parameters/sendOptions';
import { assertAvailable } from './availability';
import type { Operation } from './operation';

/** An operation as the item loop runs it. */
export const actionOf = (operation: Operation): Action => ({
	sends: operation.reachesCustomers,
	work: async (context, itemIndex, { order, ending }) =>
		await open(operation, openItem(context, itemIndex, ending), order),
});

/** Opens the item as far as the operation needs it, and executes. */
async function open(operation: Operation, item: Item, order: SendOrder): Promise<Output> {
	switch (operation.needs) {
		case 'item':
			return await operation.execute(item);
		case 'account': {
			const call = await openCall(item);
			assertAvailable(operation, call.client.account.flavour);
			return await operation.execute(call);
		}
		case 'recipient': {
			const call = await openRecipientCall(item);
			assertAvailable(operation, call.client.account.flavour);
			return await operation.execute(call);
		}
		case 'posting': {
			const posting = await openPosting(item, order);
			assertAvailable(operation, posting.client.account.flavour);
			return await operation.execute(posting);
		}
		case 'message': {
			const takesTag = operation.options.includes(messageTag);
			const sending = await openSending(item, order, takesTag);
			assertAvailable(operation, sending.client.account.flavour);
			return await operation.execute(sending);
		}
	}
}
