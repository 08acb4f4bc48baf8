import type { JSX } from 'preact';

/** Nothing but web pages is opened, whatever somebody put there. */
export const isWebUrl = (url: string): boolean =>
	URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

export function Link({ title, url }: { title: string; url: string }): JSX.Element {
	if (!isWebUrl(url)) return <span>{title}</span>;
	return (
		<a href={url} target="_blank" rel="noopener noreferrer">
			{title}
		</a>
	);
}
