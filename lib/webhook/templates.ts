import { asId, isObject, type JsonObject } from '../jsonValues';
import { objectsIn, textOf, withoutUndefined } from './values';

/** Where Meta leaves the name of a template out, the key that its content lies under is one. */
const NAMED = ['generic', 'button', 'media'] as const;

/**
 * What an attachment of the type `template` shows: products somebody asks about, or the cards and
 * buttons of a message that the account, or another tool for it, sent.
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/message-echoes
 *
 * @param payload of any attachment; others have nothing of it
 */
export function contentOf(payload: JsonObject): JsonObject {
	if (isObject(payload.product)) {
		const products = objectsIn(payload.product.elements).map(toProduct);
		return products.length === 0 ? {} : { products };
	}
	const name = NAMED.find((each) => isObject(payload[each]));
	const template = name === undefined ? payload : (payload[name] as JsonObject);
	const cards = objectsIn(template.elements).map(toCard);
	const ownButtons = buttonsOf(template.buttons);
	const buttons = [...ownButtons, ...cards.flatMap((card) => card.buttons ?? [])];
	const title = textOf(template.text) ?? textOf(template.title) ?? textOf(cards[0]?.title);
	return {
		...(title === undefined ? {} : { title }),
		templateType: textOf(payload.template_type) ?? name,
		cards: cards.length === 0 ? undefined : cards,
		buttons: buttons.length === 0 ? undefined : buttons,
	};
}

const toProduct = ({ id, retailer_id, title, subtitle, image_url }: JsonObject): JsonObject =>
	withoutUndefined({
		id: asId(id),
		retailerId: asId(retailer_id),
		title: textOf(title),
		subtitle: textOf(subtitle),
		imageUrl: textOf(image_url),
	}) ?? {};

interface Card extends JsonObject {
	buttons?: JsonObject[];
}

function toCard({ title, subtitle, image_url, url, media_type, buttons }: JsonObject): Card {
	const own = buttonsOf(buttons);
	return (
		withoutUndefined({
			title: textOf(title),
			subtitle: textOf(subtitle),
			imageUrl: textOf(image_url),
			url: textOf(url),
			mediaType: textOf(media_type),
			buttons: own.length === 0 ? undefined : own,
		}) ?? {}
	);
}

const buttonsOf = (buttons: unknown): JsonObject[] =>
	objectsIn(buttons).map(
		({ type, title, url, payload }) =>
			withoutUndefined({
				type: textOf(type),
				title: textOf(title),
				url: textOf(url),
				payload: textOf(payload),
			}) ?? {},
	);
