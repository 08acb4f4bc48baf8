import { useEffect, useState } from 'preact/hooks';

/** The open thread's key stands in the address, so that a reload keeps it. */
const keyInAddress = (): string => decodeURIComponent(location.hash.slice(1));

/** The key of the open thread, and how to open another; empty if none was chosen. */
export function useOpenThread(): [key: string, open: (key: string) => void] {
	const [key, setKey] = useState(keyInAddress);
	useEffect(() => {
		const follow = (): void => setKey(keyInAddress());
		window.addEventListener('hashchange', follow);
		return () => window.removeEventListener('hashchange', follow);
	}, []);
	return [key, (next) => (location.hash = encodeURIComponent(next))];
}
