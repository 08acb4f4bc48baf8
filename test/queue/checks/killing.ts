import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';

import { eventually } from '../../e2e/eventually';
import type { Report } from '../../package/report';
import { openSender, tally, uploadedNote, type Outcome } from '../sender';
import { PATIENCE_MS, underWayAt, type QueueStage } from '../stage';

const NOTES = 200;

/** Into the sending, with many more to come. */
const KILL_AFTER = 60;

/** As many as Meta has taken, but not confirmed, when it happens. */
const UNANSWERED = 8;

/** A worker's sudden end loses nothing that posting again would not mend, and doubles nothing. */
export async function checkKilling(report: Report, stage: QueueStage): Promise<void> {
	const { sandbox, temporary } = stage;
	const [, victim] = stage.workers;
	let left: string[] = [];

	await report.measure(
		`${NOTES} notes in as many executions, one worker killed amid, all posted again with their keys`,
		async () => {
			const account = sandbox.addAccount('messenger');
			const parameters = await uploadedNote(sandbox, account);
			const options = { account, parameters, customerCount: NOTES };
			const sender = await openSender(stage, 'killing', options);
			const notes = sender.compose(NOTES);
			const givingUp = new AbortController();
			let answered = 0;
			const posts = notes.map(async (note) => {
				await sender.post([note], { signal: givingUp.signal });
				answered++;
			});
			const answers = Promise.allSettled(posts);

			await eventually(
				'some notes have arrived',
				async () => sender.arrivals().length >= KILL_AFTER,
				PATIENCE_MS,
			);
			// Of those among them that the victim sends, nobody can know the outcome.
			const unanswered = sandbox.faults.add({
				path: /\/messages$/,
				times: UNANSWERED,
				effect: 'deliver-slowly',
			});
			await eventually(
				'they have arrived',
				async () => unanswered.hits === UNANSWERED,
				PATIENCE_MS,
			);
			await victim.stop('SIGKILL');
			unanswered.release();
			const lost = underWayAt(victim).length;
			left = await foldersOf(temporary, victim.pid());
			victim.start();
			await eventually('the others are over', async () => answered >= NOTES - lost, PATIENCE_MS);
			givingUp.abort();
			await answers;
			const before = sender.judge(notes).arrived;

			await victim.ready();
			const again = await Promise.all(notes.map(async (note) => await sender.post([note])));
			const outcomes = again.flat();
			const { arrived, doubled } = sender.judge(notes);
			const unknown = outcomes.filter(isUnknown).length;
			assert.ok(lost > 0, 'the worker was killed in the middle of executions');
			assert.equal(doubled, 0, tally(outcomes));
			assert.ok(
				outcomes.every((each) => each.status !== undefined || isUnknown(each)),
				tally(outcomes),
			);
			const missing = notes.filter((note) => sender.judge([note]).arrived === 0);
			for (const note of missing) {
				const outcome = outcomes[notes.indexOf(note)];
				assert.ok(outcome && isUnknown(outcome), `${note.key}: ${tally([outcome ?? never])}`);
			}
			return `${doubled} sent twice (0.1: 25); ${lost} executions died, ${before} notes had arrived, ${arrived} have in the end, ${unknown} reported as unknown`;
		},
	);

	await report.measure('the temporary folders of a killed worker', async () => {
		assert.ok(left.length > 0, 'it left some');
		assert.deepEqual(await foldersOf(temporary), []);
		return `${left.length} left behind, 0 after the next notes (0.1: up to 127 for good)`;
	});
}

const isUnknown = ({ errorCode }: Outcome): boolean => errorCode === 'unknown_outcome';

const never: Outcome = { executionId: '' };

/** Those of one process, or all. Their names hold the process's id. */
async function foldersOf(temporary: string, pid?: number): Promise<string[]> {
	const names = (await readdir(temporary)).filter((name) => name.startsWith('svara-note-'));
	return pid === undefined ? names : names.filter((name) => name.includes(`-${pid}-`));
}
