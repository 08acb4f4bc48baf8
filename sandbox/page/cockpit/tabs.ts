import type { FunctionComponent } from 'preact';

import { Faults } from './Faults.js';
import { Log } from './Log.js';
import type { PanelProps } from './panel.js';
import { SetUp } from './SetUp.js';
import { Time } from './Time.js';

export interface Tab {
	id: string;
	title: string;
	Panel: FunctionComponent<PanelProps>;
}

/** The cockpit's tabs, in this order. */
export const TABS: readonly Tab[] = [
	{ id: 'set-up', title: 'Set up', Panel: SetUp },
	{ id: 'time', title: 'Time', Panel: Time },
	{ id: 'faults', title: 'Faults', Panel: Faults },
	{ id: 'log', title: 'Log', Panel: Log },
];
