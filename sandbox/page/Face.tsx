import type { JSX } from 'preact';

import type { LiveAccount } from '../control/shown.js';
import { appOf } from './threads.js';

/** A person's initials in the colours of the app they write with. */
export function Face({ account, name }: { account: LiveAccount; name: string }): JSX.Element {
	const initials = name.split(' ').map((word) => [...word].slice(0, 1).join(''));
	return (
		<span class={`face ${appOf(account)}`} aria-hidden="true">
			{initials.join('').slice(0, 2)}
		</span>
	);
}
