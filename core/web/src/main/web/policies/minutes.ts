/** The minutes of a duration as the API writes it, such as PT1H30M; NaN for what is none. */
export function minutesOf(duration: string): number {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration);
  if (!found || !/\d/.test(duration)) return NaN;
  const [days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0) + (seconds ?? 0) / 60;
}

/** When each step comes, in minutes after the round began: each waits from the one before. */
export function cumulative(steps: ReadonlyArray<{ after?: string }>): number[] {
  let sum = 0;
  return steps.map(({ after }) => (sum += after === undefined ? 0 : minutesOf(after)));
}
