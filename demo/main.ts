import { runDemo } from './demo';

/** `npm run demo [-- path/to/audio]` */
void runDemo(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`)).then(
	(exitCode) => {
		process.exitCode = exitCode;
	},
);
