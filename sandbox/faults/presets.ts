import type { FaultSpec } from './faults';
import { FAULT_PRESETS, type Account, type FaultPreset, type Strikes } from './presetTable';
import type { RecordedRequest } from './recorder';

const hasMessage = ({ body }: RecordedRequest): boolean => body === undefined || 'message' in body;

const mentions =
	(words: RegExp) =>
	({ body }: RecordedRequest): boolean =>
		words.test(JSON.stringify(body ?? {}));

const STRIKES: Record<Strikes, Pick<FaultSpec, 'path' | 'method' | 'when'>> = {
	everything: {},
	/** Typing bubbles, "seen" and reactions use the same path. */
	messages: { path: /\/messages$/, method: 'POST', when: hasMessage },
	files: { path: /\/message(s|_attachments)$/, method: 'POST', when: mentions(/attachment/) },
	links: {
		path: /\/message(s|_attachments)$/,
		method: 'POST',
		when: mentions(/attachment.*\burl\b/s),
	},
};

export type FaultPresetName = keyof typeof FAULT_PRESETS;

export const FAULT_PRESET_NAMES = Object.keys(FAULT_PRESETS) as FaultPresetName[];

/** Looks a preset up with the type that all share. */
export const faultPreset = (name: FaultPresetName): FaultPreset => FAULT_PRESETS[name];

/**
 * What to arm for one account.
 * @param times in place of the preset's own
 */
export function presetSpec(name: FaultPresetName, account: Account, times?: number): FaultSpec {
	const preset = faultPreset(name);
	const { when = () => true, ...target } = STRIKES[preset.strikes];
	return {
		...target,
		when: (request) => request.accountId === account.id && when(request),
		times: times ?? preset.times,
		label: `${preset.title} (${account.name})`,
		effect: preset.effect(account),
	};
}
