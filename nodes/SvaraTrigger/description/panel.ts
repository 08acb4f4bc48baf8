import type { INodeTypeDescription } from 'n8n-workflow';

type PanelWords = Pick<
	INodeTypeDescription,
	'triggerPanel' | 'eventTriggerDescription' | 'activationMessage'
>;

/** A link of the panel that opens the list of executions (n8n-editor-ui, `TriggerPanel.vue`). */
const EXECUTIONS = '<a data-key="executions">Executions</a>';

const WHILE_BUILDING =
	"<b>While you build</b>, press 'Execute step' and write to your Instagram account or your Page as a customer would, from another account. With manual registration, Meta has to call the Test URL meanwhile: the steps beside say how.";

/**
 * What the editor says around the trigger's own fields. Without these, n8n sends people to "Svara" to
 * make an event there.
 */
export const PANEL_WORDS: PanelWords = {
	triggerPanel: {
		header: 'Receive what customers send',
		activationHint: {
			inactive: `Publish this workflow once its steps are done: from then on it starts by itself. What arrives is listed under ${EXECUTIONS}.`,
			active: `This workflow is published and starts by itself. What arrives is listed under ${EXECUTIONS}.`,
		},
		executionsHelp: {
			inactive: `${WHILE_BUILDING}<br /><br /><b>Once you publish</b>, each event that you chose starts the workflow, as soon as Meta calls the Production URL. These runs are listed under ${EXECUTIONS}.`,
			active: `${WHILE_BUILDING}<br /><br /><b>The published workflow</b> starts with each event that you chose, as soon as Meta calls the Production URL. These runs are listed under ${EXECUTIONS}.`,
		},
	},
	eventTriggerDescription:
		'Write to your Instagram account or your Page as a customer would, from another account. With manual registration, Meta has to call the Test URL.',
	activationMessage:
		'Each event that you chose now starts this workflow. With manual registration, Meta has to have its Production URL for that.',
};
