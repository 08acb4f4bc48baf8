/**
 * Where Meta keeps the files of messages: lookaside.fbsbx.com, cdn.fbsbx.com, scontent….fbcdn.net,
 * scontent….cdninstagram.com.
 */
const HOSTS = /(^|\.)(fbsbx\.com|fbcdn\.net|cdninstagram\.com)$/;

/**
 * Whether a link leads to a file of Meta's, over https, or to one of the sandbox or gateway in its
 * place. What a customer sends can contain links to anywhere; those are not for n8n to open.
 *
 * @param baseUrl where the Graph API is asked; empty where only Meta itself counts
 */
export function isMetaMedia(url: string, baseUrl: string): boolean {
	if (!URL.canParse(url)) return false;
	const { protocol, hostname, host, port } = new URL(url);
	if (protocol === 'https:' && port === '' && HOSTS.test(hostname)) return true;
	const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	// Plain http only where the credential speaks it too.
	return host === base?.host && (protocol === 'https:' || protocol === base.protocol);
}
