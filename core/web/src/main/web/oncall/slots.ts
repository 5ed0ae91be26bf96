/** Whoever is on call together, in one turn of a rotation. */
export type Turn = readonly string[];

/** Turns as the API writes them, each as a list. */
export function turnsOf(slots: ReadonlyArray<readonly string[] | string>): Turn[] {
  return slots.map((slot) => [slot].flat());
}

/** The order of turns as text: a line for each turn, and the people of one turn with commas. */
export function asText(slots: ReadonlyArray<readonly string[] | string>): string {
  return turnsOf(slots)
    .map((turn) => turn.join(", "))
    .join("\n");
}

export function asSlots(text: string): string[][] {
  return text
    .split("\n")
    .map((line) =>
      line
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== ""),
    )
    .filter((slot) => slot.length > 0);
}

/** The same with one turn changed over with its neighbour. */
export function moved(turns: readonly Turn[], at: number, by: -1 | 1): Turn[] {
  const to = [...turns];
  const [one, other] = [to[at], to[at + by]];
  if (one && other) [to[at], to[at + by]] = [other, one];
  return to;
}

/** The same with a turn and the one before it as one turn: their people are on call together, each once. */
export function joined(turns: readonly Turn[], at: number): Turn[] {
  const together = [...new Set([...(turns[at - 1] ?? []), ...(turns[at] ?? [])])];
  return [...turns.slice(0, at - 1), together, ...turns.slice(at + 1)];
}

/** The same with a turn of its own for each person of a turn. */
export function split(turns: readonly Turn[], at: number): Turn[] {
  return [...turns.slice(0, at), ...(turns[at] ?? []).map((one) => [one]), ...turns.slice(at + 1)];
}
