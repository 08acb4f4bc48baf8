import { GraphError } from '../../../lib/graph';
import { SvaraError } from '../../shared/failure';
import { Halted } from '../execution/runItems';

/** Whether what a post has thrown says that nothing reached the customer. */
export const certainlyNotDelivered = (thrown: unknown): boolean =>
	thrown instanceof Halted ||
	thrown instanceof SvaraError ||
	(thrown instanceof GraphError && thrown.delivered === 'no');
