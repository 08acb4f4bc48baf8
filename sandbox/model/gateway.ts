/**
 * What an account has at a gateway between Meta and its app: HookMyApp's, whose starter kit tells how it
 * works. https://github.com/hookmyapp/webhook-starter-kit (README.md, .env.example)
 */
export interface GatewayConnection {
	/** The gateway's own, in place of Meta's, which never leaves it. */
	accessToken: string;
	/** Key of `X-HookMyApp-Signature-256` (`WEBHOOK_HMAC_SECRET`). */
	signingSecret: string;
	/** What the callback has to answer its check with (`VERIFY_TOKEN`). */
	verifyToken: string;
}
