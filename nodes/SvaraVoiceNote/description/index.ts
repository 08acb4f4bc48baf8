import type { INodeProperties } from 'n8n-workflow';

import { platformField } from '../../shared/platformField';
import { conversationFields } from './conversation';
import { mediaFields } from './media';
import { messageFields } from './message';
import { operationFields, resourceField } from './operations';
import { optionFields } from './options';
import { recipientFields } from './recipient';
import { voiceNoteFields } from './voiceNote';

/** Everything a user sees in the node, in reading order. */
export const properties: INodeProperties[] = [
	platformField,
	resourceField,
	...operationFields,
	...recipientFields,
	...voiceNoteFields,
	...messageFields,
	...mediaFields,
	...conversationFields,
	...optionFields,
];
