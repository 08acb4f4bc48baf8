import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { Icon } from '../icons.js';
import { preview, type ThreadMessage } from '../threads.js';
import { useActing } from './acting.js';
import { sizeOf } from './Content.js';

/** What the apps offer first. */
const EMOJI = ['❤️', '😆', '😮', '😢', '😠', '👍'];

/** Everything the customer can do with a message, behind one button. */
export function Actions({ message }: { message: ThreadMessage }): JSX.Element {
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
	return (
		<div class={isOpen ? 'actions open' : 'actions'} ref={box}>
			<button
				ref={button}
				type="button"
				aria-haspopup="menu"
				aria-expanded={isOpen}
				aria-label={`What to do with: ${preview(message)}`}
				onClick={() => setOpen(!isOpen)}
			>
				<Icon name="more" />
			</button>
			{isOpen && <Menu message={message} onClose={close} />}
		</div>
	);
}

function Menu({ message, onClose }: { message: ThreadMessage; onClose: () => void }): JSX.Element {
	const { act, quote, edit } = useActing();
	const menu = useRef<HTMLDivElement>(null);
	const { messageId, isMine, text, attachment, reactions } = message;
	useEffect(() => {
		menu.current?.scrollIntoView({ block: 'nearest' });
		itemsOf(menu.current)[0]?.focus();
	}, []);
	const choose = (action: () => unknown) => (): void => {
		onClose();
		action();
	};
	const react = (emoji: string): unknown =>
		reactions?.customer === emoji
			? act({ act: 'unreacts', messageId })
			: act({ act: 'reacts', messageId, emoji });
	const item = (title: string, action: () => unknown): JSX.Element => (
		<button type="button" role="menuitem" tabIndex={-1} onClick={choose(action)}>
			{title}
		</button>
	);
	const format = [attachment?.container, attachment?.codec].filter(Boolean).join(' / ');
	return (
		<div
			ref={menu}
			class="menu"
			role="menu"
			aria-label="Message"
			onKeyDown={(event) => moveWithin(menu.current, event, onClose)}
		>
			<div class="emoji" role="group" aria-label="React">
				{EMOJI.map((emoji) => (
					<button
						key={emoji}
						type="button"
						role="menuitemcheckbox"
						aria-checked={reactions?.customer === emoji}
						aria-label={`React with ${emoji}`}
						tabIndex={-1}
						onClick={choose(() => react(emoji))}
					>
						{emoji}
					</button>
				))}
			</div>
			{item('Reply', () => quote(message))}
			{isMine && text !== undefined && item('Edit', () => edit(message))}
			{isMine && item('Unsend', () => act({ act: 'unsends', messageId }))}
			{item('Copy message ID', () => navigator.clipboard.writeText(messageId))}
			{attachment && (
				<p role="presentation">
					{format} · {sizeOf(attachment.sizeBytes)}
				</p>
			)}
		</div>
	);
}

const itemsOf = (menu: HTMLElement | null): HTMLElement[] => [
	...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []),
];

/** Arrow keys, Home and End move, Escape and Tab close. Source: W3C, "Menu Button Pattern". */
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
