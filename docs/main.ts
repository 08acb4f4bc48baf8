import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { withTable } from './operationsTable';

/** Runs from `dist/docs`. */
const DOCUMENT = resolve(__dirname, '../../docs/operations.md');

writeFileSync(DOCUMENT, withTable(readFileSync(DOCUMENT, 'utf8')));
