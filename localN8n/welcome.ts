import { API_KEY } from '../test/e2e/examples/exampleCredentials';
import { OWNER } from '../test/e2e/n8nApi';
import type { LocalN8n } from './localN8n';
import type { Options } from './options';

/** Where to click, once everything is running. */
export function welcome({ server, sandbox }: LocalN8n, { folder }: Options): string {
	const { messenger } = sandbox.accounts;
	const request = JSON.stringify({
		platform: 'messenger',
		recipient: messenger.recipients.open.id,
		audio_url: `${sandbox.url}/samples/voice-note.ogg`,
		session: { page_access_token: messenger.tokens.valid },
	});
	return `
  n8n       ${server.url}/   Log in: ${OWNER.email}, password ${OWNER.password}
  Sandbox   ${sandbox.url}/   What customers see and write

  Try it
  1. On the sandbox's page, send a voice note as a customer of "${sandbox.accounts.instagramLogin.name}": the voice agent answers.
  2. Write as a customer of "${messenger.name}": the bot answers, until a person takes over.
  3. Send as a program written for Svara's hosted API does:
     curl -X POST ${server.url}/webhook/v1/send -H 'Authorization: ${API_KEY}' \\
       -H 'Content-Type: application/json' -d '${request}'
  4. Open the other examples in n8n; each has a checklist inside. An account delivers to one trigger at a
     time: to try another, publish it and give the sandbox its Production URL.

  Data stays in ${folder}. Press Ctrl+C to stop.
`;
}
