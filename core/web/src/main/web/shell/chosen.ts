/** The values that an address has of a facet. */
export function chosen(query: URLSearchParams, name: string): string[] {
  return (query.get(name) ?? "").split(",").filter((value) => value !== "");
}

/** What a facet's parameter is after a value was chosen, or was given up. */
export function toggled(before: readonly string[], value: string, isSingle: boolean): string[] {
  if (before.includes(value)) return before.filter((one) => one !== value);
  return isSingle ? [value] : [...before, value];
}
