import type { IBinaryData, INodeExecutionData, IWorkflowSettings } from 'n8n-workflow';

import { useStage, vector } from './stage';

const stage = useStage();

async function sendFrom(field: string, item: INodeExecutionData, settings?: IWorkflowSettings) {
	const parameters = { binaryPropertyName: field };
	const onError = 'continueRegularOutput';
	const run = await stage.run('messenger', { parameters, onError, settings }, [item]);
	const [output] = run.items('Voice');
	return output!.json;
}

const file = async () => {
	const { binary } = await stage.itemWith(vector('m4a-ready.m4a'));
	return binary!.data!;
};

describe('a field that holds no file', () => {
	it.each([
		[['data'], "only 'data'", "Enter 'data' in"],
		[['data', 'photo'], "only 'data' and 'photo'", "Enter 'data' or 'photo' in"],
		[['a', 'b', 'c'], "only 'a', 'b' and 'c'", "Enter 'a', 'b' or 'c' in"],
	])('among the fields %p is told which there are', async (names, what, fix) => {
		const note = await file();
		const binary = Object.fromEntries(names.map((name) => [name, note]));

		expect(await sendFrom('audio', { json: {}, binary })).toMatchObject({
			error: `The item has no binary field 'audio', ${what} [item 0]`,
			errorCode: 'invalid_input',
			errorDetails: { fix: `${fix} 'Input Data Field Name'` },
		});
	});

	it('of an item without files is told where files come from', async () => {
		expect(await sendFrom('data', { json: { data: 'text' } })).toMatchObject({
			error: "The item has no binary field 'data', nor any other [item 0]",
			errorDetails: { fix: expect.stringContaining('text-to-speech') },
		});
	});
});

describe('with the files in the json, as `binaryMode: combined` has them', () => {
	const combined: IWorkflowSettings = { binaryMode: 'combined' };
	const inJson = (note: IBinaryData): INodeExecutionData => ({
		json: { data: { ...note }, text: 'hi', list: null },
	});

	it('takes the file', async () => {
		expect(await sendFrom('data', inJson(await file()), combined)).toMatchObject({
			status: 'sent',
		});
	});

	it('names them', async () => {
		expect(await sendFrom('audio', inJson(await file()), combined)).toMatchObject({
			error: "The item has no binary field 'audio', only 'data' [item 0]",
		});
	});
});
