import type { JSX } from 'preact';

import { objectsOf, textOf } from '../metaWords.js';
import { useActing } from './acting.js';
import { Link } from './Link.js';

/**
 * What can be tapped, of a template or a menu: links open, of anything else the app hears.
 * @param buttons in Meta's words
 */
export function Buttons({ buttons }: { buttons: unknown }): JSX.Element {
	const { act } = useActing();
	return (
		<div class="buttons">
			{objectsOf(buttons).map(({ type, title, payload, url }, at) =>
				type === 'web_url' ? (
					<Link key={at} title={textOf(title)} url={textOf(url)} />
				) : (
					<button
						key={at}
						type="button"
						onClick={() => void act({ act: 'tapsPostback', title, payload })}
					>
						{textOf(title)}
					</button>
				),
			)}
		</div>
	);
}
