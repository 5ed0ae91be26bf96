/** A length of time in the largest two units that it has: "1 h 5 min". */
export function lengthOf(seconds: number, locale: string): string {
  const all: [number, string][] = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  const found: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [size, unit] of all) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && found.length < 2) {
      found.push(new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(count));
    } else if (found.length > 0) break;
  }
  return found.length === 0
    ? new Intl.NumberFormat(locale, { style: "unit", unit: "second", unitDisplay: "short" }).format(0)
    : found.join(" ");
}
