import type { JSX } from 'preact';

import type { MetaObject } from '../metaWords.js';
import { wordsOf } from '../specials.js';
import { Link } from './Link.js';

/** A story mention, a shared post and the like, in words: the page loads nothing from elsewhere. */
export function Special({ special, text }: { special: MetaObject; text?: string }): JSX.Element {
	return (
		<div class="bubble special">
			{wordsOf(special).map(({ title, detail, url }, at) => (
				<p key={at}>
					<strong>{title}</strong>
					{detail && <span>{detail}</span>}
					{url && <Link title={url} url={url} />}
				</p>
			))}
			{text !== undefined && <p>{text}</p>}
		</div>
	);
}
