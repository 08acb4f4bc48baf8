import { customerWrites } from '../customers/customerWrites';
import { connectGateway, GATEWAY_PATH } from '../gateway/gateway';
import type { Recipient } from '../model/accounts';
import { LANGUAGES } from '../model/language';
import { DEFAULT_SETTINGS, type Settings } from '../model/settings';
import { BadControlCall, type Handler } from './handler';
import { findAccount, findPerson } from './lookup';
import { showAccount } from './show';

/** Control calls that change the clock, settings, accounts and people. */

const UNITS_MS: Record<string, number> = {
	ms: 1,
	seconds: 1000,
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

/** `{"hours": 24}`, or several units at once. */
export const advanceClock: Handler = ({ world }, body) => {
	let ms = 0;
	for (const [unit, amount] of Object.entries(body)) {
		const unitMs = Object.hasOwn(UNITS_MS, unit) ? UNITS_MS[unit] : undefined;
		if (unitMs === undefined || typeof amount !== 'number' || !(amount >= 0)) {
			throw new BadControlCall('Give non-negative numbers of ms, seconds, minutes, hours or days');
		}
		ms += amount * unitMs;
	}
	world.clock.advance(ms);
	return { now: new Date(world.clock.now()).toISOString() };
};

export const changeSettings: Handler = ({ world }, body) => {
	assignKnown(world.settings, body, Object.keys(DEFAULT_SETTINGS) as Array<keyof Settings>);
	return world.settings;
};

const ACCOUNT_KEYS = [
	'isLinkedToInstagram',
	'allowsMessageAccess',
	'allowsSeveralImages',
	'hasAdvancedAccess',
	'isAppLive',
	'requiresAppSecretProof',
	'hasHumanAgent',
	'hasConversationRouting',
] as const;

export const changeAccount: Handler = (control, body, id) => {
	const account = findAccount(control.world, id);
	assignKnown(account, body, ACCOUNT_KEYS);
	return showAccount(control, account);
};

/** What goes into a credential from now on, in place of Meta's. */
export const putBehindGateway: Handler = ({ world }, _body, id) => {
	const account = findAccount(world, id);
	return { baseUrl: `${world.origin}${GATEWAY_PATH}`, ...connectGateway(account) };
};

const RECIPIENT_KEYS: ReadonlyArray<keyof Recipient> = [
	'name',
	'username',
	'lastWroteAt',
	'isAvailable',
	'threadOwner',
	'hasRole',
];

/** `{"wrote": true}` opens the person's window again, as their writing would. */
export const changeRecipient: Handler = ({ world }, body, id) => {
	const { recipient } = findPerson(world, id);
	const { wrote, ...changes } = body;
	assignKnown(recipient, changes, RECIPIENT_KEYS);
	if (wrote === true) customerWrites(world, recipient);
	return recipient;
};

/** Texts that are one of a few. */
const CHOICES: Record<string, readonly string[]> = {
	language: LANGUAGES,
	threadOwner: ['thisApp', 'otherApp', 'nobody'],
};

/** Numbers that `null` switches off. */
const OPTIONAL_NUMBERS = ['lastWroteAt', 'instagramAudioSeconds', 'appCallsPerHour'];

/** Takes over the named keys; the type of the present value is the type of the new one. */
function assignKnown<T extends object>(
	target: T,
	changes: Record<string, unknown>,
	keys: ReadonlyArray<keyof T & string>,
): void {
	for (const [name, value] of Object.entries(changes)) {
		const key = keys.find((each) => each === name);
		if (key === undefined) throw new BadControlCall(`Give only ${keys.join(', ')}`);
		const isOptional = OPTIONAL_NUMBERS.includes(name);
		const type = isOptional ? 'number' : typeof target[key];
		if (typeof value !== type && !(isOptional && value === null)) {
			throw new BadControlCall(`${name} must be a ${type}`);
		}
		const choices = CHOICES[name];
		if (choices !== undefined && !choices.includes(String(value))) {
			throw new BadControlCall(`${name} must be one of ${choices.join(', ')}`);
		}
		target[key] = value as T[typeof key];
	}
}
