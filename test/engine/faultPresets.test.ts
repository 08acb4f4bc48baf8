import type { Flavour } from '../../sandbox';
import { FLAVOURS, useStage, vector } from './stage';

const stage = useStage();

interface Preset {
	name: string;
	errorCode: { instagram: string | null; messenger: string | null };
}

/** Presets that wait for somebody to press a button: the item's timeout ends them here. */
const TIMEOUT_SECONDS = 5;

/** Those that an upload never meets: here Meta itself is to fetch the file. */
const BY_LINK = new Set(['media-not-fetched']);

/** Those that end an upload in another way than a message. */
const WITHOUT_FILE = new Set(['meta-down']);

async function control<Answer>(method: string, path: string, body?: object): Promise<Answer> {
	const response = await fetch(`${stage.sandbox.url}/_sandbox/${path}`, {
		method,
		headers: {
			'content-type': 'application/json',
			authorization: `Bearer ${stage.sandbox.controlToken}`,
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	expect(response.status).toBe(200);
	return (await response.json()) as Answer;
}

/** Arms a preset for an account and sends a voice note: what the workflow's author reads. */
async function meet(preset: string, flavour: Flavour): Promise<unknown> {
	const { id: accountId } = stage.sandbox.accounts[flavour];
	await control('POST', 'faults', { preset, accountId });
	const options = { timeout: TIMEOUT_SECONDS, maxRetries: 1 };
	const byLink = { audioSource: 'url', audioUrl: `${stage.sandbox.url}/note.m4a` };
	const parameters = {
		...(BY_LINK.has(preset) ? byLink : {}),
		...(WITHOUT_FILE.has(preset)
			? { resource: 'message', operation: 'sendText', text: 'Hello' }
			: {}),
		options: { ...options, ...(BY_LINK.has(preset) ? { delivery: 'url' } : {}) },
	};
	const item = await stage.itemWith(vector('m4a-ready.m4a'));
	const run = await stage.run(flavour, { parameters, onError: 'continueRegularOutput' }, [item]);
	const json = run.items('Voice')[0]?.json;
	return json?.errorCode ?? null;
}

it('each preset brings the error code that it promises, for every kind of account', async () => {
	const listed = await control<Preset[]>('GET', 'faults/presets');
	// The node leaves an account alone for as long as Meta asked, whatever the sandbox forgets.
	const isResting = ({ name }: Preset) => name === 'rate-limit-two-minutes';
	const presets = [...listed.filter((each) => !isResting(each)), ...listed.filter(isResting)];
	expect(presets.length).toBeGreaterThan(10);
	const met: unknown[] = [];
	for (const { name } of presets) {
		for (const flavour of FLAVOURS) {
			stage.sandbox.reset();
			met.push([name, flavour, await meet(name, flavour)]);
		}
	}
	expect(met).toEqual(
		presets.flatMap(({ name, errorCode }) =>
			FLAVOURS.map((flavour) => [
				name,
				flavour,
				errorCode[flavour === 'messenger' ? 'messenger' : 'instagram'],
			]),
		),
	);
});
