/** A plain-text table, two spaces in, columns as wide as their widest cell. */
export function table(rows: Array<Record<string, string>>): string {
	const columns = Object.keys(rows[0] ?? {});
	const widthOf = (column: string) =>
		Math.max(column.length, ...rows.map((row) => (row[column] ?? '').length));
	const line = (cellOf: (column: string) => string) =>
		`  ${columns.map((column) => cellOf(column).padEnd(widthOf(column))).join('  ')}`.trimEnd();
	return [
		line((column) => column),
		line((column) => '─'.repeat(widthOf(column))),
		...rows.map((row) => line((column) => row[column] ?? '')),
	].join('\n');
}
