/**
 * Where Meta keeps the files of messages: lookaside.fbsbx.com, cdn.fbsbx.com, scontent….fbcdn.net,
 * scontent….cdninstagram.com.
 */
const HOSTS = /(^|\.)(fbsbx\.com|fbcdn\.net|cdninstagram\.com)$/;

/**
 * Whether a link leads to a file of Meta's, over https, or to one of the sandbox or gateway in its
 * place. What a customer sends can contain links to anywhere; those are not for n8n to open.
 */
export function isMetaMedia(url: string, baseUrl: string): boolean {
	const { protocol, hostname, origin } = new URL(url);
	if (protocol === 'https:' && HOSTS.test(hostname)) return true;
	return origin === new URL(baseUrl).origin;
}
