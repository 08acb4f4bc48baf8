const { createHmac } = require('node:crypto');
const { createServer } = require('node:http');

/**
 * The program under test: a bot that answers every voice note with one of its own. Nothing in it knows of
 * the sandbox; in production it gets Meta's address and an account's credentials.
 */
function createBot({ baseUrl, accessToken, appSecret, verifyToken, answerUrl }) {
	async function answer({ message, sender }) {
		const isVoiceNote = message?.attachments?.some(({ type }) => type === 'audio');
		// Meta tells a bot of its own messages too.
		if (!isVoiceNote || message.is_echo) return;
		const attachment = { type: 'audio', payload: { url: answerUrl } };
		await fetch(`${baseUrl}/me/messages`, {
			method: 'POST',
			headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
			body: JSON.stringify({ recipient: { id: sender.id }, message: { attachment } }),
		});
	}

	return createServer(async (request, response) => {
		if (request.method === 'GET') {
			const query = new URL(request.url, 'http://bot').searchParams;
			const isRight = query.get('hub.verify_token') === verifyToken;
			response.writeHead(isRight ? 200 : 403, { 'content-type': 'text/plain' });
			response.end(isRight ? query.get('hub.challenge') : '');
			return;
		}
		const chunks = [];
		for await (const chunk of request) chunks.push(chunk);
		const body = Buffer.concat(chunks);
		const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
		if (request.headers['x-hub-signature-256'] !== signature) {
			response.writeHead(401).end();
			return;
		}
		response.writeHead(200).end();
		for (const { messaging = [] } of JSON.parse(body).entry) {
			for (const event of messaging) await answer(event);
		}
	});
}

module.exports = { createBot };
