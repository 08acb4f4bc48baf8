import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { Icon, type IconName } from '../icons.js';

/** Makes of an action what an item does: the menu closes, then it happens. */
export type Choose = (action: () => unknown) => () => void;

interface Props {
	class: string;
	icon: IconName;
	/** What the button is for, and what the menu is called. */
	label: string;
	menuLabel: string;
	/** The items, each with a role that begins with `menuitem` and `tabIndex={-1}`. */
	children: (choose: Choose) => ComponentChildren;
}

/** A button and the menu that it opens. Source: W3C, "Menu Button Pattern". */
export function MenuButton({ class: name, icon, label, menuLabel, children }: Props): JSX.Element {
	const [isOpen, setOpen] = useState(false);
	const box = useRef<HTMLDivElement>(null);
	const button = useRef<HTMLButtonElement>(null);
	const close = (): void => {
		setOpen(false);
		button.current?.focus();
	};
	useEffect(() => {
		if (!isOpen) return undefined;
		const closeOutside = ({ target }: Event): void => {
			if (!box.current?.contains(target as Node)) setOpen(false);
		};
		document.addEventListener('pointerdown', closeOutside);
		return () => document.removeEventListener('pointerdown', closeOutside);
	}, [isOpen]);
	const choose: Choose = (action) => () => {
		close();
		action();
	};
	return (
		<div class={`${name} with-menu${isOpen ? ' open' : ''}`} ref={box}>
			<button
				ref={button}
				type="button"
				aria-haspopup="menu"
				aria-expanded={isOpen}
				aria-label={label}
				onClick={() => setOpen(!isOpen)}
			>
				<Icon name={icon} />
			</button>
			{isOpen && (
				<Menu label={menuLabel} onClose={close}>
					{children(choose)}
				</Menu>
			)}
		</div>
	);
}

function Menu({
	label,
	onClose,
	children,
}: {
	label: string;
	onClose: () => void;
	children: ComponentChildren;
}): JSX.Element {
	const menu = useRef<HTMLDivElement>(null);
	useLayoutEffect(() => {
		menu.current?.scrollIntoView({ block: 'nearest' });
		itemsOf(menu.current)[0]?.focus();
	}, []);
	return (
		<div
			ref={menu}
			class="menu"
			role="menu"
			aria-label={label}
			onKeyDown={(event) => moveWithin(menu.current, event, onClose)}
		>
			{children}
		</div>
	);
}

const itemsOf = (menu: HTMLElement | null): HTMLElement[] => [
	...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []),
];

/** Arrow keys, Home and End move, Escape and Tab close. */
function moveWithin(menu: HTMLElement | null, event: KeyboardEvent, onClose: () => void): void {
	const items = itemsOf(menu);
	const at = items.indexOf(document.activeElement as HTMLElement);
	const next: Readonly<Record<string, number>> = {
		ArrowDown: (at + 1) % items.length,
		ArrowRight: (at + 1) % items.length,
		ArrowUp: (at - 1 + items.length) % items.length,
		ArrowLeft: (at - 1 + items.length) % items.length,
		Home: 0,
		End: items.length - 1,
	};
	if (event.key === 'Escape' || event.key === 'Tab') {
		event.preventDefault();
		onClose();
		return;
	}
	const target = items[next[event.key] ?? -1];
	if (target === undefined) return;
	event.preventDefault();
	target.focus();
}
