import type { JSX } from 'preact';

import { objectsOf, textOf, type MetaObject } from '../metaWords.js';
import { Buttons } from './Buttons.js';

/** A template of either kind: a text with buttons, or cards side by side. */
export function Template({ payload }: { payload: MetaObject }): JSX.Element {
	if (payload.template_type !== 'generic') {
		return (
			<div class="bubble card">
				<p class="words">{textOf(payload.text)}</p>
				<Buttons buttons={payload.buttons} />
			</div>
		);
	}
	return (
		<ul class="carousel">
			{objectsOf(payload.elements).map((element, at) => (
				<li key={at} class="bubble card">
					<CardImage url={textOf(element.image_url)} />
					<p class="words">
						<strong>{textOf(element.title)}</strong>
						<br />
						{textOf(element.subtitle)}
					</p>
					<Buttons buttons={element.buttons} />
				</li>
			))}
		</ul>
	);
}

/** The page loads the sandbox's own pictures only; of others it says where they are. */
function CardImage({ url }: { url: string }): JSX.Element | null {
	if (!URL.canParse(url)) return null;
	const { origin, host } = new URL(url);
	if (origin === location.origin) return <img src={url} alt="" />;
	return <p class="elsewhere">Picture at {host}</p>;
}
