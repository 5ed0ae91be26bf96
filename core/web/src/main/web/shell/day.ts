/** The first moment of a day of UTC, or of the day after it; what is no day stays as it is, for the server to refuse. */
export function instantOf(day: string, isEnd: boolean): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : null;
  if (at === null || isNaN(at.getTime())) return day;
  if (isEnd) at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString();
}
