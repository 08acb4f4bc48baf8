/** Runs named checks one after the other, prints each with a mark and counts them. */
export class Report {
	private passed = 0;
	private failed = 0;
	private skipped = 0;

	async check(name: string, run: () => void | Promise<void>): Promise<void> {
		await this.measure(name, async () => {
			await run();
			return '';
		});
	}

	/** A check whose figure is printed behind its name. */
	async measure(name: string, run: () => Promise<string>): Promise<void> {
		try {
			const figure = await run();
			this.passed += 1;
			console.log(`  ✓ ${[name, ...(figure ? [figure] : [])].join(': ')}`);
		} catch (error) {
			this.failed += 1;
			console.log(`  ✗ ${name}\n    ${String(error).replaceAll('\n', '\n    ')}`);
		}
	}

	/** Counts a check that what is here cannot pass, by a reason that is no fault of the package. */
	skip(name: string, reason: string): void {
		this.skipped += 1;
		console.log(`  - ${name}: skipped, ${reason}`);
	}

	/** Prints the closing line. @returns the exit code */
	close(): 0 | 1 {
		const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
		console.log(`${this.passed} passed, ${this.failed} failed${skipped}`);
		return this.failed === 0 ? 0 : 1;
	}
}
