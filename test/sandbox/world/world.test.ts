import { addAccount, addRecipient, seedWorld } from '../../../sandbox/world/seed';
import { threadsOf } from '../../../sandbox/world/threads';
import { World } from '../../../sandbox/world/world';
import { DAY_MS, FLAVOURS } from '../support';

const MEDIA = {
	bytes: Buffer.from('x'),
	contentType: 'audio/mp4',
	facts: { container: 'm4a', kind: 'audio' as const, isComplete: true },
};

test('an attachment is its owner’s alone, for 90 days', () => {
	const world = new World();
	const { messenger, instagramPage } = seedWorld(world);
	const { id } = world.storeAttachment(messenger, 'audio', MEDIA);
	expect(world.findAttachment(messenger, id)?.media).toBe(MEDIA);
	expect(world.findAttachment(instagramPage, id)).toBeUndefined();
	world.clock.advance(90 * DAY_MS);
	expect(world.findAttachment(messenger, id)).toBeUndefined();
});

test('the seeded accounts are the same at every start; others are new', () => {
	const [one, two] = [seedWorld(new World()), seedWorld(new World())];
	for (const flavour of FLAVOURS) {
		expect(two[flavour].tokens).toEqual(one[flavour].tokens);
		expect(two[flavour].recipients.open.id).toBe(one[flavour].recipients.open.id);
	}
	const world = new World();
	expect(addAccount(world, 'messenger').id).not.toBe(addAccount(world, 'messenger').id);
});

test('a scoped id means somebody only to the account that knows it', () => {
	const world = new World();
	const { messenger, instagramPage } = seedWorld(world);
	const recipient = addRecipient(world, messenger, { name: 'Hana Sato' });
	expect(world.findRecipient(messenger, recipient.id)).toBe(recipient);
	expect(world.findRecipient(instagramPage, recipient.id)).toBeUndefined();
	expect(world.accountOf(recipient)).toBe(messenger);
});

test('threads come latest first, without what was unsent', () => {
	const world = new World();
	const { messenger } = seedWorld(world);
	const { second } = messenger.recipients;
	const gone = world.receive(messenger, second, { text: 'gone' });
	gone.isDeleted = true;
	world.receive(messenger, second, { text: 'newest' });
	const [first] = threadsOf(world, messenger);
	expect(first?.recipient).toBe(second);
	expect(first?.messages.map(({ text }) => text)).toEqual(['newest', 'Hello!']);
});

test('clearing keeps the lists that tests hold on to', () => {
	const world = new World();
	const { customerMessages } = world;
	seedWorld(world);
	expect(customerMessages.length).toBeGreaterThan(0);
	world.clear();
	expect(world.customerMessages).toBe(customerMessages);
	expect(customerMessages).toEqual([]);
});
