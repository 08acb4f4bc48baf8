import type { JSX } from 'preact';

import { useActing } from './acting.js';

type Part = Readonly<Record<string, unknown>>;

const partsOf = (value: unknown): Part[] =>
	Array.isArray(value) ? value.filter((each): each is Part => typeof each === 'object') : [];
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A template of either kind: a text with buttons, or cards side by side. */
export function Template({ payload }: { payload: Part }): JSX.Element {
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
			{partsOf(payload.elements).map((element, at) => (
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

function Buttons({ buttons }: { buttons: unknown }): JSX.Element {
	const { act } = useActing();
	return (
		<div class="buttons">
			{partsOf(buttons).map(({ type, title, payload, url }, at) =>
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

/** Nothing but web pages is opened, whatever an account put there. */
function Link({ title, url }: { title: string; url: string }): JSX.Element {
	const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
	if (!isWeb) return <span>{title}</span>;
	return (
		<a href={url} target="_blank" rel="noopener noreferrer">
			{title}
		</a>
	);
}
