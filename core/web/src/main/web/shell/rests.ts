/** How many readings are left of those that need no rest before them, and when that was counted. */
export interface Reserve {
  left: number;
  at: number;
}

/** One comes back every so many milliseconds, up to the most. */
export function refilled(reserve: Reserve, now: number, gap: number, most: number): Reserve {
  return { left: Math.min(most, reserve.left + (now - reserve.at) / gap), at: now };
}

/** Milliseconds until one is left. */
export function waitFor(reserve: Reserve, gap: number): number {
  return Math.max(0, 1 - reserve.left) * gap;
}
