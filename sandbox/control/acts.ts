import type { CommentEvent } from '../customers/comments';
import { Customer, type CustomerEvent } from '../customers/customer';
import { MESSAGING_KINDS } from '../customers/events';
import type { JsonObject } from '../model/json';
import { objectOf, textOf } from './body';
import { commentOptions } from './comments';
import { BadControlCall, orBadControlCall, type Handler } from './handler';
import { findPerson } from './lookup';

/** The control call that lets a customer do something. */

type Act = (customer: Customer, body: JsonObject) => CustomerEvent | CommentEvent;

const MEDIA_TYPES = ['audio', 'image', 'video', 'file'] as const;

/** What a customer can be told to do, by the value of `act`. */
const ACTS: Record<string, Act> = {
	writes: (customer, body) => {
		const { replyTo, quickReply } = body;
		return customer.writes(textOf(body, 'text'), {
			...(typeof replyTo === 'string' ? { replyTo } : {}),
			...(typeof quickReply === 'string' ? { quickReply } : {}),
		});
	},
	sends: (customer, body) => {
		const type = MEDIA_TYPES.find((each) => each === body.type);
		if (type === undefined)
			throw new BadControlCall(`type must be one of ${MEDIA_TYPES.join(', ')}`);
		const bytes = Buffer.from(textOf(body, 'base64'), 'base64');
		const { fileName } = body;
		return customer.sends(
			type,
			bytes,
			textOf(body, 'contentType'),
			typeof fileName === 'string' ? fileName : undefined,
		);
	},
	sendsSpecial: (customer, body) => customer.sendsSpecial(objectOf(body, 'message')),
	reacts: (customer, body) =>
		typeof body.emoji === 'string'
			? customer.reacts(textOf(body, 'messageId'), body.emoji)
			: customer.reacts(textOf(body, 'messageId')),
	unreacts: (customer, body) => customer.unreacts(textOf(body, 'messageId')),
	tapsPostback: (customer, body) =>
		customer.tapsPostback({ title: textOf(body, 'title'), payload: textOf(body, 'payload') }),
	taps: (customer, body) => orBadControlCall(() => customer.taps(textOf(body, 'title'))),
	reads: (customer) => customer.reads(),
	edits: (customer, body) => {
		const text = textOf(body, 'text');
		return orBadControlCall(() => customer.edits(textOf(body, 'messageId'), text));
	},
	unsends: (customer, body) => orBadControlCall(() => customer.unsends(textOf(body, 'messageId'))),
	followsReferral: (customer, body) => customer.followsReferral(textOf(body, 'ref')),
	optsIn: (customer, body) => customer.optsIn(textOf(body, 'payload')),
	comments: (customer, body) => {
		const text = textOf(body, 'text');
		return orBadControlCall(() => customer.comments(text, commentOptions(body)));
	},
	causes: (customer, body) => {
		const update = objectOf(body, 'update');
		const kind = MESSAGING_KINDS.find((each) => each === body.kind);
		if (kind === undefined)
			throw new BadControlCall(`kind must be one of ${MESSAGING_KINDS.join(', ')}`);
		return orBadControlCall(() => customer.causes(kind, update));
	},
};

/** `{"act": "writes", "text": "Hi"}`. */
export const actAs: Handler = ({ world }, body, id) => {
	const name = textOf(body, 'act');
	const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
	if (act === undefined) {
		throw new BadControlCall(`act must be one of ${Object.keys(ACTS).join(', ')}`);
	}
	const { account, recipient } = findPerson(world, id);
	const { event, ...rest } = act(new Customer(world, account, recipient), body);
	return { ...rest, event: event.payload };
};
