/**
 * Loaded into a process by `node --require`: on SIGUSR2 its clock jumps an hour ahead, on the next one
 * back again, as a machine's does when somebody sets it. Timers go on as they were, as they do then.
 */
const JUMP_MS = 3_600_000;

const realNow = Date.now;
let offsetMs = 0;

Date.now = () => realNow() + offsetMs;
globalThis.Date = new Proxy(Date, {
	construct: (target, given: unknown[], newTarget) =>
		Reflect.construct(target, given.length > 0 ? given : [Date.now()], newTarget) as Date,
});

process.on('SIGUSR2', () => {
	setClockAhead(offsetMs === 0 ? JUMP_MS : 0);
	process.stdout.write(`The clock stands at ${new Date().toISOString()}\n`);
});

/** @param aheadMs of the machine's clock; negative: behind it */
export function setClockAhead(aheadMs: number): void {
	offsetMs = aheadMs;
}
