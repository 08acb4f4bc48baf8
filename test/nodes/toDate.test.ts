import { Workflow, type IExecuteFunctions, type INodeTypes } from 'n8n-workflow';

import { toDate } from '../../nodes/SvaraVoiceNote/parameters/toDate';

/** The one function of n8n's context that is used, on n8n's own expressions. */
function contextIn(timezone: string): IExecuteFunctions {
	const nodeTypes = { getByNameAndVersion: () => ({ description: { properties: [] } }) };
	const workflow = new Workflow({
		nodes: [],
		connections: {},
		active: false,
		nodeTypes: nodeTypes as unknown as INodeTypes,
		settings: { timezone },
	});
	const evaluateExpression = (expression: string) =>
		workflow.expression.getSimpleParameterValue(
			{ id: '1', name: 'n', type: 't', typeVersion: 1, position: [0, 0], parameters: {} },
			`=${expression}`,
			'manual',
			{},
		);
	return { evaluateExpression } as unknown as IExecuteFunctions;
}

const read = (value: unknown, timezone = 'UTC') =>
	toDate(contextIn(timezone), value, 0)?.toISOString();

describe('toDate', () => {
	it.each([
		['2026-11-21T07:00:00Z', '2026-11-21T07:00:00.000Z'],
		['2026-11-21T07:00:00.5+05:30', '2026-11-21T01:30:00.500Z'],
		['2026-11-21', '2026-11-21T00:00:00.000Z'],
		[new Date('2026-11-21T07:00:00Z'), '2026-11-21T07:00:00.000Z'],
		[1_795_158_000, '2026-11-20T07:00:00.000Z'],
		['1795158000', '2026-11-20T07:00:00.000Z'],
		[1_795_158_000_000, '2026-11-20T07:00:00.000Z'],
	])('reads %p', (value, expected) => {
		expect(read(value)).toBe(expected);
		expect(read(value, 'Asia/Kolkata')).toBe(expected);
	});

	it.each(['2026-11-21T07:00', '2026-11-21 07:00:00', '2026-11-21T07:00:00.000'])(
		'reads %p, which has no offset, in the time zone of the workflow',
		(value) => {
			expect(read(value, 'Asia/Kolkata')).toBe('2026-11-21T01:30:00.000Z');
			expect(read(value, 'America/New_York')).toBe('2026-11-21T12:00:00.000Z');
		},
	);

	it.each([
		'',
		'tomorrow',
		'next 3',
		'-5',
		'2026-13-45',
		"2026-11-21T07:00') || ('",
		{},
		null,
		true,
	])('takes %p for no date', (value) => {
		expect(read(value)).toBeUndefined();
	});
});
