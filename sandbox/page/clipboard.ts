/**
 * Puts a text into the clipboard. Browsers offer that on localhost and over https only; elsewhere the old
 * command does it.
 */
export async function copy(text: string): Promise<void> {
	if (window.isSecureContext) return navigator.clipboard.writeText(text);
	const area = document.createElement('textarea');
	area.value = text;
	document.body.append(area);
	area.select();
	document.execCommand('copy');
	area.remove();
}
