import { receive, type WebhookRequest } from '../../lib/webhook';
import { asMetaWrites, messaging, UPDATES } from './payloads';
import { eventsOf, post, settings, sign } from './support';

describe('the handshake', () => {
	const ask = (query: Record<string, unknown>, changes = {}) =>
		receive({ method: 'GET', query, headers: {}, rawBody: Buffer.alloc(0) }, settings(changes));
	const right = {
		'hub.mode': 'subscribe',
		'hub.challenge': '1158201444',
		'hub.verify_token': 'chosen-by-me',
	};

	it('repeats the challenge to whoever knows the verify token', () => {
		expect(ask(right)).toEqual({ kind: 'handshake', status: 200, text: '1158201444' });
	});

	it('repeats the token to gateways that want that', () => {
		const { 'hub.challenge': _challenge, ...query } = right;
		expect(ask(query, { handshakeReply: 'verifyToken' })).toMatchObject({ text: 'chosen-by-me' });
	});

	it.each([
		['another token', { ...right, 'hub.verify_token': 'guessed' }],
		['a longer token', { ...right, 'hub.verify_token': 'chosen-by-me-too' }],
		['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
		['two tokens', { ...right, 'hub.verify_token': ['chosen-by-me', 'chosen-by-me'] }],
		['another mode', { ...right, 'hub.mode': 'unsubscribe' }],
		['two challenges', { ...right, 'hub.challenge': ['1', '2'] }],
		['nothing', {}],
	])('%s gets 403', (_what, query) => {
		expect(ask(query)).toEqual({ kind: 'refused', status: 403, reason: 'verifyTokenWrong' });
	});

	it('tells whoever asks, where a gateway sends nothing with its check', () => {
		const always = { handshakeReply: 'verifyTokenAlways' } as const;
		for (const query of [{}, right, { 'hub.mode': 'x', 'hub.verify_token': ['a', 'b'] }]) {
			expect(ask(query, always)).toEqual({ kind: 'handshake', status: 200, text: 'chosen-by-me' });
		}
		expect(ask({}, { ...always, verifyToken: '' }).status).toBe(403);
	});

	it('never tells a token that webhooks are signed with', () => {
		const always = { handshakeReply: 'verifyTokenAlways' } as const;
		expect(ask({}, { ...always, secrets: ['other', 'chosen-by-me'] }).status).toBe(403);
		const secrets = ['chosen-by-me'];
		expect(ask(right, { secrets }).status).toBe(200);
	});

	it('nobody knows a token that was never set', () => {
		expect(ask({ ...right, 'hub.verify_token': '' }, { verifyToken: '' }).status).toBe(403);
	});
});

describe('the signature', () => {
	const body = asMetaWrites(messaging([{ ...UPDATES.text, message: { mid: '1', text: 'äöå/€' } }]));
	const accepted = (headers: WebhookRequest['headers'], changes = {}) => {
		const reception = receive(post(body, headers), settings(changes));
		if (reception.kind === 'accepted') return true;
		expect(reception).toMatchObject({ kind: 'refused', status: 401 });
		return false;
	};
	const header = 'x-hub-signature-256';

	it("is the one Meta's documentation describes", () => {
		// Computed once with `openssl dgst -sha256 -hmac app-secret`.
		const known = Buffer.from('{"entry":[{"text":"\\u00e4\\u00f6\\u00e5"}]}');
		const request = post(known, {
			[header]: 'sha256=71eb34fc2adb5cfdd1085ab5050365858a793af37e2059c163062b3a73c37320',
		});
		expect(receive(request, settings({ secrets: ['app-secret'] })).kind).toBe('accepted');
	});

	it('is checked over the bytes as they arrived', () => {
		expect(body.toString()).toContain('\\u00e4\\u00f6\\u00e5\\/\\u20ac');
		expect(accepted({ [header]: sign(body) })).toBe(true);
		const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
		expect(accepted({ [header]: sign(rewritten) })).toBe(false);
	});

	it('fails for every flipped bit of the body', () => {
		const headers = { [header]: sign(body) };
		for (let bit = 0; bit < body.length * 8; bit++) {
			const changed = Buffer.from(body);
			changed[bit >> 3]! ^= 1 << (bit & 7);
			expect(receive(post(changed, headers), settings()).status).toBe(401);
		}
	});

	it('may be of any of the secrets, and of no other', () => {
		const secrets = ['new', 'old'];
		expect(accepted({ [header]: sign(body, 'new') }, { secrets })).toBe(true);
		expect(accepted({ [header]: sign(body, 'old') }, { secrets })).toBe(true);
		expect(accepted({ [header]: sign(body, 'older') }, { secrets })).toBe(false);
	});

	it.each([
		['missing', undefined],
		['empty', ''],
		['without its hex', 'sha256='],
		['cut off', sign(body).slice(0, -1)],
		['too long', `${sign(body)}0`],
		['not hex', `sha256=${'z'.repeat(64)}`],
		['of another algorithm', sign(body).replace('sha256', 'sha1')],
		['sent twice', `${sign(body)}, ${sign(body)}`],
		['a list', [sign(body)]],
		['a very long text', 'a'.repeat(1_000_000)],
	])('one that is %s gets 401', (_what, value) => {
		expect(accepted({ [header]: value })).toBe(false);
	});

	it('may be written in capitals or without its prefix', () => {
		const bare = sign(body).replace('sha256=', '');
		expect(accepted({ [header]: bare })).toBe(true);
		expect(accepted({ [header]: `sha256=${bare.toUpperCase()}` })).toBe(true);
	});

	it("a gateway's own header counts alone", () => {
		const changes = { signatureHeader: 'x-gateway-signature' };
		expect(accepted({ 'x-gateway-signature': sign(body) }, changes)).toBe(true);
		expect(accepted({ [header]: sign(body) }, changes)).toBe(false);
		const both = { 'x-gateway-signature': sign(body, 'x'), [header]: sign(body) };
		expect(accepted(both, changes)).toBe(false);
	});

	it('unsigned requests pass where that was allowed, wrongly signed ones never', () => {
		const changes = { allowUnsigned: true };
		expect(accepted({}, changes)).toBe(true);
		expect(accepted({ [header]: sign(body, 'x') }, changes)).toBe(false);
		expect(accepted({ [header]: 'nonsense' }, changes)).toBe(false);
		expect(accepted({ [header]: sign(body) }, changes)).toBe(true);
	});

	it('without a secret nothing can be verified', () => {
		expect(accepted({ [header]: sign(body, '') }, { secrets: [] })).toBe(false);
		expect(accepted({}, { secrets: [] })).toBe(false);
		expect(accepted({ [header]: sign(body) }, { secrets: [], allowUnsigned: true })).toBe(true);
	});
});

describe('a signed body that is of no use', () => {
	const deep = (depth: number) => `${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`;

	it.each([
		['nothing', ''],
		['no JSON', '{"object":'],
		['a list', '[1,2]'],
		['null', 'null'],
		['a number', '17841400123456789'],
		['no entry', '{"object":"instagram"}'],
		['an empty entry', '{"object":"instagram","entry":[]}'],
		['entries that are none', '{"object":"instagram","entry":[null,1,"x",[],{}]}'],
		['updates that are none', '{"object":"instagram","entry":[{"messaging":[null,1,"x",[[]]]}]}'],
		['very deep JSON', deep(100_000)],
		['a very deep update', `{"entry":[{"messaging":[{"poll":${deep(50_000)}}]}]}`],
		['binary', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])],
	])('%s: 200, no run, and a line for the log', (_what, text) => {
		const reception = receive(post(Buffer.from(text)), settings());
		expect(reception).toMatchObject({ kind: 'accepted', status: 200, events: [] });
		expect(reception).toHaveProperty('warning');
	});

	it('more updates than Meta ever sends', () => {
		const body = messaging(Array.from({ length: 10_001 }, () => UPDATES.text));
		expect(eventsOf(receive(post(body), settings()))).toEqual([]);
	});

	describe('the bounds', () => {
		const { text } = UPDATES;
		const withPoll = (poll: unknown) => messaging([{ ...text, message: undefined, poll }]);
		const nested = (levels: number): unknown =>
			Array.from({ length: levels }).reduce((inner) => [inner], []);
		const warningOf = (body: unknown) => {
			const reception = receive(post(body), settings({ includeRaw: true }));
			return reception.kind === 'accepted' ? reception.warning : reception.kind;
		};

		it('are far from what Meta sends: 1,000 updates of each kind, and all kinds at once', () => {
			for (const update of Object.values(UPDATES)) {
				const body = messaging(Array.from({ length: 1000 }, () => update));
				expect(eventsOf(receive(post(body), settings()))).toHaveLength(1000);
			}
			expect(warningOf(messaging(Object.values(UPDATES)))).toBeUndefined();
		});

		it('end at 32 levels', () => {
			// The update lies at the fifth, its field at the sixth.
			expect(warningOf(withPoll(nested(26)))).toBeUndefined();
			expect(warningOf(withPoll(nested(27)))).toBe('it nests deeper than 32 levels');
		});

		it('end at 100,000 values, whatever they are', () => {
			for (const value of [1, 'a', [], {}]) {
				const many = (count: number) => withPoll(Array.from({ length: count }, () => value));
				expect(warningOf(many(49_000))).toBeUndefined();
				expect(warningOf(many(100_000))).toBe('it holds more than 100000 values');
			}
		});

		it('do not count what stands in a text', () => {
			const message = { mid: 'm', text: '[{,"\\\\'.repeat(200_000) };
			expect(warningOf(messaging([{ ...text, message }]))).toBeUndefined();
		});
	});

	it('values of wrong types are left out, the rest is told', () => {
		const message = {
			mid: { id: 1 },
			text: ['a'],
			attachments: [null, { type: 7, payload: 'x' }, { payload: { url: { href: 'x' } } }],
			reply_to: 'x',
			quick_reply: [],
			referral: 3,
		};
		const body = messaging([{ sender: 'me', recipient: null, timestamp: {}, message }]);
		expect(eventsOf(receive(post(body), settings())).map(({ json }) => json)).toStrictEqual([
			{
				platform: 'instagram',
				event: 'message',
				direction: 'inbound',
				accountId: '17841400123456789',
				timestamp: expect.any(String),
				isVoiceNote: false,
				attachments: [{ type: 'unknown', payload: 'x' }, { type: 'unknown' }],
				windowClosesAt: expect.any(String),
				humanAgentClosesAt: expect.any(String),
			},
		]);
	});
});

it('a byte order mark does no harm, and other methods get 405', () => {
	const body = Buffer.concat([
		Buffer.from([0xef, 0xbb, 0xbf]),
		asMetaWrites(messaging([UPDATES.text])),
	]);
	expect(eventsOf(receive(post(body), settings()))).toHaveLength(1);
	expect(receive({ ...post(body), method: 'DELETE' }, settings()).status).toBe(405);
});
