/** The order of turns as text: a line for each turn, and the people of one turn with commas. */
export function asText(slots: ReadonlyArray<readonly string[] | string>): string {
  return slots.map((slot) => [slot].flat().join(", ")).join("\n");
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
