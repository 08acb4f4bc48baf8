import type { MessagingProfile, SandboxAccount } from '../model/accounts';
import { FLAVOURS } from '../model/flavours';
import { GraphError } from '../model/graphError';
import type { JsonObject } from '../model/json';
import { refuseUnknownKeys, requireObject, requireOneOf, requireString } from '../model/parameters';
import type { Call } from './call';
import { checkButtons, readList, readText } from './messages/templates';

/** Source of all of these: Meta, "Messenger Profile API", "Ice Breakers" and "Persistent menu". */
const MAX_ICE_BREAKERS = 4;
const MAX_MENU_ITEMS = 20;
const MAX_QUESTION = 80;
const MAX_PAYLOAD = 1000;

const COMMON_KEYS = ['platform', 'access_token', 'appsecret_proof'];

type Part = keyof MessagingProfile;

/** Each of an account's parts, with the check of what is written into it. */
const CHECKS: Record<Part, (value: unknown, name: string) => void> = {
	ice_breakers: (value, name) => checkLocales(value, name, checkQuestions),
	persistent_menu: (value, name) =>
		checkLocales(value, name, (actions, parameter) =>
			checkButtons(actions, 1, MAX_MENU_ITEMS, parameter),
		),
	get_started: (value, name) => {
		const started = requireObject(value, name);
		refuseUnknownKeys(started, ['payload'], name);
		readText(started.payload, MAX_PAYLOAD, `${name}[payload]`);
	},
};

/** The parts an account has: Instagram knows no button for new customers. */
function partsOf({ flavour }: SandboxAccount): Part[] {
	const parts = Object.keys(CHECKS) as Part[];
	const isMessenger = FLAVOURS[flavour].audience === 'messenger';
	return isMessenger ? parts : parts.filter((part) => part !== 'get_started');
}

/** `GET …/messenger_profile`. On Instagram ice breakers come without a key around them. */
export function readProfile(call: Call): { data: JsonObject[] } {
	const { account, request } = call;
	checkPlatform(call);
	const fields = requireString(request.params.fields, 'fields').split(',');
	const parts = fields.map((each) => requireOneOf(each, partsOf(account), 'fields'));
	const { profile } = account;
	if (FLAVOURS[account.flavour].audience === 'messenger') {
		const shown = parts.filter((part) => profile[part as Part] !== undefined);
		const entry = Object.fromEntries(shown.map((part) => [part, profile[part as Part]]));
		return { data: shown.length > 0 ? [entry] : [] };
	}
	const { ice_breakers: iceBreakers = [], persistent_menu: menu } = profile;
	return {
		data: [
			...(parts.includes('ice_breakers') ? iceBreakers : []),
			...(parts.includes('persistent_menu') && menu ? [{ persistent_menu: menu }] : []),
		],
	};
}

/** `POST …/messenger_profile`: replaces what is given. */
export function writeProfile(call: Call): { result: 'success' } {
	const { account, request } = call;
	const { params } = request;
	checkPlatform(call);
	const parts = partsOf(account);
	refuseUnknownKeys(params, [...parts, ...COMMON_KEYS], 'request');
	const given = parts.filter((part) => params[part] !== undefined);
	if (given.length === 0) throw new GraphError('parameterMissing', { parameter: 'ice_breakers' });
	for (const part of given) CHECKS[part](params[part], part);
	const needsStart = parts.includes('get_started') && params.persistent_menu !== undefined;
	const hasStart = (params.get_started ?? account.profile.get_started) !== undefined;
	if (needsStart && !hasStart) throw new GraphError('getStartedMissing');
	for (const part of given) Object.assign(account.profile, { [part]: params[part] });
	return { result: 'success' };
}

/** `DELETE …/messenger_profile`. */
export function clearProfile(call: Call): { result: 'success' } {
	const { account, request } = call;
	checkPlatform(call);
	const fields = readList(request.params.fields, 1, Object.keys(CHECKS).length, 'fields');
	const parts = fields.map((each) => requireOneOf(each, partsOf(account), 'fields'));
	const kept = Object.entries(account.profile).filter(([part]) => !parts.includes(part));
	account.profile = Object.fromEntries(kept);
	return { result: 'success' };
}

/** Without it, the call is about the Page's own profile, which is Messenger's. */
function checkPlatform({ account, request }: Call): void {
	const { platform } = request.params;
	const isLinked = account.flavour === 'instagramPage';
	if (platform === undefined && !isLinked) return;
	requireOneOf(platform, [FLAVOURS[account.flavour].audience], 'platform');
}

/** A list with one entry for each language, the default one among them. */
function checkLocales(
	value: unknown,
	name: string,
	checkActions: (actions: unknown, parameter: string) => void,
): void {
	const locales = readList(value, 1, 100, name).map((each, index) => {
		const parameter = `${name}[${index}]`;
		const entry = requireObject(each, parameter);
		refuseUnknownKeys(entry, ['locale', 'call_to_actions', 'composer_input_disabled'], parameter);
		checkActions(entry.call_to_actions, `${parameter}[call_to_actions]`);
		return requireString(entry.locale, `${parameter}[locale]`);
	});
	if (locales.includes('default')) return;
	throw new GraphError('parameterInvalid', { parameter: name, must: 'must have a default locale' });
}

function checkQuestions(value: unknown, parameter: string): void {
	readList(value, 1, MAX_ICE_BREAKERS, parameter).forEach((each, index) => {
		const where = `${parameter}[${index}]`;
		const action = requireObject(each, where);
		refuseUnknownKeys(action, ['question', 'payload'], where);
		readText(action.question, MAX_QUESTION, `${where}[question]`);
		readText(action.payload, MAX_PAYLOAD, `${where}[payload]`);
	});
}
