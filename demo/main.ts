import { OUTPUT_FOLDER, runDemo } from './demo';

/** `npm run demo [-- path/to/audio]` */
const print = (line: string) => process.stdout.write(`${line}\n`);
void runDemo(process.argv[2], OUTPUT_FOLDER, print).then((exitCode) => {
	process.exitCode = exitCode;
});
