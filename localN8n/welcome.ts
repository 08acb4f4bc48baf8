import { API_KEY } from '../test/e2e/examples/exampleCredentials';
import { OWNER } from '../test/e2e/n8nApi';
import type { LocalN8n } from './localN8n';
import type { Options } from './options';

/** Where to click, once everything is running. */
export function welcome({ server, sandbox }: LocalN8n, { folder }: Options): string {
	const { instagramLogin, messenger } = sandbox.accounts;
	const { id: customer } = messenger.recipients.open;
	const order = { customerId: customer, firstName: 'Asha', orderId: 'A-17' };
	const request = {
		platform: 'messenger',
		recipient: customer,
		audio_url: `${sandbox.url}/samples/voice-note.ogg`,
		session: { page_access_token: messenger.tokens.valid },
	};
	const curl = (path: string, body: object) =>
		`curl -X POST ${server.url}/webhook/${path} -H 'Authorization: ${API_KEY}' \\
       -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
	return `
  n8n       ${server.url}/home/workflows
            Log in: ${OWNER.email}, password ${OWNER.password}
  Sandbox   ${sandbox.pageUrl}
            What customers see and write. The link changes with every start

  Try it
  1. On the sandbox's page, send a voice note as a customer of "${instagramLogin.name}": the voice agent answers.
  2. Write as a customer of "${messenger.name}": a recording answers ("A person takes over").
  3. Let a shop tell a customer about an order ("CRM event to voice note"):
     ${curl('crm-event', order)}
  4. Send as a program written for Svara's hosted API does ("Svara-compatible endpoint"):
     ${curl('v1/send', request)}
  5. Open the other examples in n8n; each has a note inside that says how to try it. Those with a Svara
     Trigger: publish, copy the trigger's Production URL, and paste it on the sandbox's page under
     Set up, Connect a trigger. An account delivers to one trigger at a time.

  Data stays in ${folder}. Press Ctrl+C to stop.
`;
}
