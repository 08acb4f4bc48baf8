import type { GraphRequest } from '../graph/request';
import type { World } from '../world/world';

/**
 * A world that looks like `world`, and forgets what a send puts into it: nothing is delivered, told to a
 * callback, stored or counted.
 */
export function rehearsal(world: World): World {
	const thrownAway = {
		messages: [...world.messages],
		senderActions: [...world.senderActions],
		comments: world.comments.map((comment) => ({ ...comment })),
		outbox: { publish: () => undefined },
		links: { keep: () => '' },
		limits: { take: () => true },
		storeAttachment: () => ({ id: '0' }),
	};
	const descriptors = Object.entries(thrownAway).map(([name, value]) => [name, { value }]);
	return Object.create(world, Object.fromEntries(descriptors) as PropertyDescriptorMap) as World;
}

/** Whether a call changes nothing outside a {@link rehearsal}: lookups, and sends without a link to fetch. */
export function isRehearsable({ method, segments, params }: GraphRequest): boolean {
	if (method === 'GET') return segments[0] !== 'refresh_access_token';
	const hasLink = /attachment.*\burl\b/s.test(JSON.stringify(params));
	return method === 'POST' && segments.at(-1) === 'messages' && !hasLink;
}
