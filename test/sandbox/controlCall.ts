import type { Sandbox } from '../../sandbox';

/** A control call's answer, its JSON read. */
export interface ControlAnswer<Body> {
	status: number;
	body: Body;
}

/** Headers of a control call. */
export const controlHeaders = ({ controlToken }: Sandbox): Record<string, string> => ({
	authorization: `Bearer ${controlToken}`,
	'content-type': 'application/json',
});

/** Makes a control call: `path` is what follows `/_sandbox/`. */
export async function controlCall<Body = Record<string, unknown>>(
	sandbox: Sandbox,
	method: string,
	path: string,
	body?: unknown,
): Promise<ControlAnswer<Body>> {
	const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
		method,
		headers: controlHeaders(sandbox),
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	return { status: response.status, body: (await response.json()) as Body };
}
