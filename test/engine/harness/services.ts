import 'reflect-metadata';
import { createRequire } from 'node:module';

/**
 * n8n-core's own copies of two packages it depends on: its services live in this very container and
 * ask for this very logger class.
 */
const requireAsN8nCore = createRequire(require.resolve('n8n-core'));

export const { Container } = requireAsN8nCore('@n8n/di') as typeof import('@n8n/di');
export const { Logger } = requireAsN8nCore(
	'@n8n/backend-common',
) as typeof import('@n8n/backend-common');
