import type { INodeProperties } from 'n8n-workflow';

import type { FileSource } from './fileSource';
import type { Item } from './item';
import { invalid } from './values';

export type DeliveryChoice = 'auto' | 'upload' | 'signedUrl' | 'url';

export const deliveryOption: INodeProperties = {
	displayName: 'Route to Meta',
	name: 'delivery',
	type: 'options',
	options: [
		{
			name: 'Auto',
			value: 'auto',
			description: 'Upload where Meta allows it, a short-lived link to this n8n otherwise',
		},
		{
			name: 'Signed URL',
			value: 'signedUrl',
			description: 'Meta fetches the audio from this n8n through a link that works for ten minutes',
		},
		{
			name: 'Upload',
			value: 'upload',
			description: 'Upload the audio to Meta first. Not available with Instagram login.',
		},
		{
			name: 'URL',
			value: 'url',
			description: 'Hand the audio URL to Meta as it is, unread and unconverted',
		},
	],
	default: 'auto',
	description: 'How the audio gets to Meta',
};

/** @throws SvaraError `invalid_input` where source and delivery do not go together */
export function readDelivery({ options }: Item, source: FileSource): DeliveryChoice {
	const delivery = options.choice('delivery', 'Route to Meta', [
		'auto',
		'upload',
		'signedUrl',
		'url',
	]);
	if (delivery !== 'url' || source.kind === 'url') return delivery;
	throw invalid(
		"'Route to Meta' is set to URL, but the audio does not come from one",
		"Set 'Audio Source' to URL, or 'Route to Meta' to Auto",
	);
}
