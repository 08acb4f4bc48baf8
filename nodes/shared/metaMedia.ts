/**
 * Where Meta keeps the files of messages: CDN and its redirecting front, each with many subdomains
 * (lookaside.fbsbx.com, scontent….fbcdn.net, scontent….cdninstagram.com).
 */
const META_MEDIA_HOST = /(^|\.)(fbsbx\.com|fbcdn\.net|cdninstagram\.com)$/;

/**
 * Whether a link leads to a file of Meta's, over https, or to one of the sandbox or gateway in its
 * place. What a customer sends can contain links to anywhere; those are not for n8n to open.
 * @param baseUrl the credential's; '' where Meta itself is called
 */
export function isMetaMedia(address: string, baseUrl: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, port, host, hostname } = new URL(address);
	if (protocol === 'https:' && port === '' && META_MEDIA_HOST.test(hostname)) return true;
	const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	// Plain http only where the credential speaks it too.
	return host === base?.host && (protocol === 'https:' || protocol === base.protocol);
}
