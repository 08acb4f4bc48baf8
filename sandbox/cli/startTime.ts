const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A time to start at: ISO 8601 (UTC where it names no zone), or from now on: `+36h`, `-2d`, `+30m`.
 * @param now ms since the epoch
 * @returns undefined for anything else
 */
export function parseStartTime(text: string, now: number): Date | undefined {
	const [, sign, amount, unit] = /^([+-])(\d{1,6})([mhd])$/.exec(text) ?? [];
	if (unit !== undefined) {
		const ms = Number(amount) * (UNITS_MS[unit] ?? 0);
		return new Date(now + (sign === '-' ? -ms : ms));
	}
	const iso = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?))?(Z|[+-]\d\d:\d\d)?$/.exec(text);
	if (iso === null) return undefined;
	const [, day, time = '00:00', zone = 'Z'] = iso;
	const date = new Date(`${day ?? ''}T${time}${zone}`);
	return Number.isNaN(date.getTime()) ? undefined : date;
}
