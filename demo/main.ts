import { OUTPUT_FOLDER, runDemo } from './demo';

/** `npm run demo [-- path/to/audio]` */
const print = (line: string) => process.stdout.write(`${line}\n`);
runDemo(process.argv[2], OUTPUT_FOLDER, print).then(
	(exitCode) => {
		process.exitCode = exitCode;
	},
	(thrown: unknown) => {
		print(`\n  ✖ The demo stopped: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
		process.exitCode = 1;
	},
);
