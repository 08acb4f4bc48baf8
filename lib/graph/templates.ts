import type { GraphObject } from './client';

/** Opens a web page, or comes back through the trigger. */
export type Button =
	| { kind: 'web_url'; title: string; url: string }
	| { kind: 'postback'; title: string; payload: string };

/** One of several that are swiped through. */
export interface Card {
	title: string;
	subtitle?: string;
	imageUrl?: string;
	/** What a tap on the card itself opens. */
	linkUrl?: string;
	buttons: Button[];
}

export const toGraphButton = ({ kind, ...rest }: Button): GraphObject => ({ type: kind, ...rest });

const template = (payload: GraphObject): GraphObject => ({
	attachment: { type: 'template', payload },
});

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/template/button */
export const buttonTemplate = (text: string, buttons: Button[]): GraphObject =>
	template({ template_type: 'button', text, buttons: buttons.map(toGraphButton) });

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/template/generic */
export const genericTemplate = (cards: Card[]): GraphObject =>
	template({ template_type: 'generic', elements: cards.map(toElement) });

function toElement({ title, subtitle, imageUrl, linkUrl, buttons }: Card): GraphObject {
	return {
		title,
		...(subtitle ? { subtitle } : {}),
		...(imageUrl ? { image_url: imageUrl } : {}),
		...(linkUrl ? { default_action: { type: 'web_url', url: linkUrl } } : {}),
		...(buttons.length > 0 ? { buttons: buttons.map(toGraphButton) } : {}),
	};
}
