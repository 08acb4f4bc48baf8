import type { INodeProperties } from 'n8n-workflow';

/**
 * Keeps the node's whole name in n8n's node creator. Of a trigger whose events it can list as actions,
 * it cuts 'Trigger' out (n8n-editor-ui, `NodeItem.vue`), and plain 'Svara' beside 'Svara Voice Note'
 * tells nobody which of them starts a workflow. It looks for events in the first field called so
 * (`triggersCategory` in `useActionsGeneration.ts`) and finds none in this one.
 */
export const nameKeeper: INodeProperties = {
	displayName: 'Events',
	name: 'nodeCreatorEvents',
	type: 'hidden',
	default: '',
};
