import type { IExecuteFunctions } from 'n8n-workflow';

/** Tells the user beside the output about something that does not make the item fail. */
export function hint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
