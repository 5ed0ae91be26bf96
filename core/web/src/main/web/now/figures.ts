/** How many alerts a service or a team has on fire, of each severity. */
export interface Fire {
  name: string | null;
  firing: number;
  bySeverity: { severity: string; count: number }[];
  hidden: number;
  since: string | null;
}

interface Group {
  values: (string | null)[];
  firing: number;
  hidden: number;
  firing_by_severity: Record<string, number>;
  oldest: string | null;
}

/** Groups as they are read: each severity that burns, the worst first. */
export function firesOf(groups: readonly Group[]): Fire[] {
  return groups
    .filter((group) => group.firing > 0)
    .map((group) => ({
      name: group.values[0] ?? null,
      firing: group.firing,
      hidden: group.hidden,
      since: group.oldest,
      bySeverity: Object.entries(group.firing_by_severity)
        .filter(([, count]) => count > 0)
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([severity, count]) => ({ severity, count })),
    }));
}

/** How fast it grows: what opened per minute, in the five minutes that are over and in the five before. */
export interface Growth {
  now: number;
  before: number;
  way: "faster" | "slower" | "same";
}

const WINDOW = 5;

/**
 * @param opened of each minute, the oldest first; the last one is not over
 */
export function growthOf(opened: readonly number[]): Growth {
  const over = opened.slice(0, -1);
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / WINDOW;
  const now = mean(over.slice(-WINDOW));
  const before = mean(over.slice(-2 * WINDOW, -WINDOW));
  return { now, before, way: now > before ? "faster" : now < before ? "slower" : "same" };
}
