import { GraphError } from '../../model/graphError';
import type { JsonObject } from '../../model/json';
import {
	optionalString,
	refuseUnknownKeys,
	requireObject,
	requireOneOf,
	requireString,
} from '../../model/parameters';

/** Source of all of these: Meta, "Button template", "Generic template" and "Buttons". */
const MAX_BUTTONS = 3;
const MAX_ELEMENTS = 10;
const MAX_TEXT = 640;
const MAX_ELEMENT_TEXT = 80;
const MAX_BUTTON_TITLE = 20;
const MAX_PAYLOAD = 1000;

/**
 * Checks the payload of a template that the sandbox knows.
 * @throws GraphError 100 naming what is wrong
 */
export function checkTemplate(payload: JsonObject, parameter: string): void {
	const type = requireOneOf(
		payload.template_type,
		['button', 'generic'],
		`${parameter}[template_type]`,
	);
	if (type === 'button') {
		refuseUnknownKeys(payload, ['template_type', 'text', 'buttons'], parameter);
		readText(payload.text, MAX_TEXT, `${parameter}[text]`);
		checkButtons(payload.buttons, 1, MAX_BUTTONS, `${parameter}[buttons]`);
		return;
	}
	refuseUnknownKeys(payload, ['template_type', 'elements', 'sharable'], parameter);
	const elements = readList(payload.elements, 1, MAX_ELEMENTS, `${parameter}[elements]`);
	elements.forEach((each, index) => checkElement(each, `${parameter}[elements][${index}]`));
}

/** Buttons of a template or a persistent menu. */
export function checkButtons(value: unknown, min: number, max: number, parameter: string): void {
	readList(value, min, max, parameter).forEach((each, index) =>
		checkButton(each, `${parameter}[${index}]`),
	);
}

/** @throws GraphError 100 unless it is a text of at most that many characters */
export function readText(value: unknown, max: number, parameter: string): string {
	const text = requireString(value, parameter);
	if ([...text].length <= max) return text;
	throw new GraphError('parameterInvalid', {
		parameter,
		must: `must be at most ${max} characters`,
	});
}

/** @throws GraphError 100 unless it is a list of that many */
export function readList(value: unknown, min: number, max: number, parameter: string): unknown[] {
	if (Array.isArray(value) && value.length >= min && value.length <= max) return value;
	throw new GraphError('parameterInvalid', {
		parameter,
		must: `must be an array of ${min} to ${max}`,
	});
}

function checkElement(value: unknown, parameter: string): void {
	const element = requireObject(value, parameter);
	refuseUnknownKeys(
		element,
		['title', 'subtitle', 'image_url', 'default_action', 'buttons'],
		parameter,
	);
	readText(element.title, MAX_ELEMENT_TEXT, `${parameter}[title]`);
	if (Object.keys(element).length < 2) {
		throw new GraphError('parameterInvalid', {
			parameter,
			must: 'must have at least one property besides title',
		});
	}
	if (element.subtitle !== undefined) {
		readText(element.subtitle, MAX_ELEMENT_TEXT, `${parameter}[subtitle]`);
	}
	if (element.image_url !== undefined) readUrl(element.image_url, `${parameter}[image_url]`);
	if (element.default_action !== undefined) {
		const action = requireObject(element.default_action, `${parameter}[default_action]`);
		requireOneOf(action.type, ['web_url'], `${parameter}[default_action][type]`);
		readUrl(action.url, `${parameter}[default_action][url]`);
	}
	if (element.buttons !== undefined) {
		checkButtons(element.buttons, 1, MAX_BUTTONS, `${parameter}[buttons]`);
	}
}

function checkButton(value: unknown, parameter: string): void {
	const button = requireObject(value, parameter);
	const type = requireOneOf(button.type, ['web_url', 'postback'], `${parameter}[type]`);
	readText(button.title, MAX_BUTTON_TITLE, `${parameter}[title]`);
	const own = type === 'web_url' ? ['url', 'webview_height_ratio'] : ['payload'];
	refuseUnknownKeys(button, ['type', 'title', ...own], parameter);
	if (type === 'web_url') readUrl(button.url, `${parameter}[url]`);
	else readText(button.payload, MAX_PAYLOAD, `${parameter}[payload]`);
	optionalString(button.webview_height_ratio, `${parameter}[webview_height_ratio]`);
}

function readUrl(value: unknown, parameter: string): void {
	const url = requireString(value, parameter);
	if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
	throw new GraphError('parameterInvalid', { parameter, must: 'should represent a valid URL' });
}
