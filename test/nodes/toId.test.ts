import { toId } from '../../nodes/shared/ids';

describe('toId', () => {
	it.each([
		['17841400123456789', '17841400123456789'],
		['  17841400123456789\n', '17841400123456789'],
		[104_958_162_837, '104958162837'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		['aWdfZAG1faXRlbToxO', 'aWdfZAG1faXRlbToxO'],
		['', ''],
		[undefined, ''],
		[null, ''],
	])('reads %p', (value, id) => {
		expect(toId(value, 'Recipient')).toBe(id);
	});

	it.each([Number.MAX_SAFE_INTEGER + 1, 1.5, '1.78414e+16', '1.78414E16'])(
		'refuses %p, which has lost digits',
		(value) => {
			expect(() => toId(value, 'Recipient')).toThrow("'Recipient' has lost digits");
		},
	);

	it.each([[{}], [[]], [true], [NaN], [Infinity]])('refuses %p, which is no id', (value) => {
		expect(() => toId(value, 'Page ID')).toThrow("'Page ID' is not an id");
	});
});
