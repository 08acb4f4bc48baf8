import type { JSX } from 'preact';

import { textOf, type MetaObject } from '../metaWords.js';
import { useActing } from './acting.js';
import { isWebUrl } from './Link.js';
import { MenuButton, type Choose } from './MenuButton.js';

/** The account's persistent menu: links open, of anything else the app hears. */
export function AccountMenu({ items }: { items: readonly MetaObject[] }): JSX.Element | null {
	const { thread } = useActing();
	if (items.length === 0) return null;
	return (
		<MenuButton
			class="account-menu"
			icon="menu"
			label={`Menu of ${thread.account.name}`}
			menuLabel={thread.account.name}
		>
			{(choose) => items.map((item, at) => <Item key={at} item={item} choose={choose} />)}
		</MenuButton>
	);
}

function Item({ item, choose }: { item: MetaObject; choose: Choose }): JSX.Element {
	const { act } = useActing();
	const { type, title, payload } = item;
	const url = textOf(item.url);
	const tap = (): void => {
		if (type !== 'web_url') void act({ act: 'tapsPostback', title, payload });
		else if (isWebUrl(url)) window.open(url, '_blank', 'noopener,noreferrer');
	};
	return (
		<button type="button" role="menuitem" tabIndex={-1} onClick={choose(tap)}>
			{textOf(title)}
		</button>
	);
}
