import { FAULT_KINDS, type FaultEffect } from '../faults/effects';
import type { Fault, FaultSpec } from '../faults/faults';
import { FAULT_PRESET_NAMES, faultPreset, presetSpec } from '../faults/presets';
import { ERROR_TABLE } from '../model/errorTable';
import { isObject } from '../model/json';
import type { World } from '../world/world';
import { BadControlCall, type Handler } from './handler';
import { findAccount } from './lookup';
import type { ShownFault } from './shown';
import type { ShownFaultPreset } from './shownCockpit';

/** Faults in the control API. */

export const showFaults: Handler<ShownFault[]> = ({ faults }) => faults.list().map(showFault);

export const showFault = ({ id, label, hits, timesLeft, isHolding }: Fault): ShownFault => ({
	id,
	label,
	hits,
	timesLeft: Number.isFinite(timesLeft) ? timesLeft : null,
	isHolding,
});

/** What can be armed by name, and what the user of the node will meet on each platform. */
export const showPresets: Handler<ShownFaultPreset[]> = () =>
	FAULT_PRESET_NAMES.map((name) => {
		const { title, group, meets, times, errorCode } = faultPreset(name);
		const { instagram, messenger } =
			typeof errorCode === 'object' && errorCode !== null
				? errorCode
				: { instagram: errorCode, messenger: errorCode };
		const timesOrNull = Number.isFinite(times) ? times : null;
		return { name, title, group, meets, times: timesOrNull, errorCode: { instagram, messenger } };
	});

/**
 * `{"preset": "token-expired", "accountId": "…"}`, or
 * `{"path": "/messages$", "method": "POST", "times": 2, "effect": …}`.
 */
export const addFault: Handler<ShownFault> = ({ world, faults }, body) => {
	if (body.preset !== undefined) return showFault(faults.add(presetOf(world, body)));
	const { path, method, effect } = body;
	const times = readTimes(body.times);
	const fault = faults.add({
		...(path === undefined ? {} : { path: readPattern(path) }),
		...(typeof method === 'string' ? { method } : {}),
		...(times === undefined ? {} : { times }),
		effect: readEffect(effect),
	});
	return showFault(fault);
};

export const releaseFault: Handler = ({ faults }, _body, id) => {
	const fault = faults.find(id);
	if (fault === undefined) throw new BadControlCall('No such fault');
	fault.release();
	return { released: true };
};

export const removeFault: Handler = ({ faults }, _body, id) => {
	const fault = faults.find(id);
	if (fault === undefined) throw new BadControlCall('No such fault');
	fault.release();
	fault.remove();
	return { removed: true };
};

function presetOf(world: World, body: Record<string, unknown>): FaultSpec {
	const name = FAULT_PRESET_NAMES.find((each) => each === body.preset);
	if (name === undefined) {
		throw new BadControlCall(`preset must be one of ${FAULT_PRESET_NAMES.join(', ')}`);
	}
	if (typeof body.accountId !== 'string') {
		throw new BadControlCall('Give accountId: the account whose calls are disturbed');
	}
	const account = findAccount(world, body.accountId);
	return presetSpec(name, account, readTimes(body.times));
}

/** A number, or `"always"`. */
function readTimes(times: unknown): number | undefined {
	if (times === undefined) return undefined;
	if (times === 'always') return Infinity;
	if (typeof times === 'number' && Number.isInteger(times) && times > 0) return times;
	throw new BadControlCall('times must be a whole number above 0, or "always"');
}

function readPattern(path: unknown): RegExp {
	try {
		return new RegExp(String(path));
	} catch {
		throw new BadControlCall('path must be a regular expression');
	}
}

function readEffect(effect: unknown): FaultEffect {
	const kind = isObject(effect) ? effect.kind : effect;
	const isKind = FAULT_KINDS.some((each) => each === kind);
	const wantsError = kind === undefined || kind === 'slow-then-error';
	const hasError = isObject(effect) && isError(effect.error);
	const hasResponse =
		isObject(effect) && isObject(effect.response) && typeof effect.response.status === 'number';
	const isWhole = wantsError ? hasError || (kind === undefined && hasResponse) : isKind;
	if (isWhole) return effect as FaultEffect;
	const kinds = FAULT_KINDS.join(', ');
	throw new BadControlCall(
		`Give an effect: {"error":{"code":613}}, {"error":"linkRestricted"} (any row of sandbox/model/errorTable.ts), {"response":{"status":502}}, or one of ${kinds}`,
	);
}

const isError = (error: unknown): boolean =>
	typeof error === 'string'
		? Object.hasOwn(ERROR_TABLE, error)
		: isObject(error) && typeof error.code === 'number';
