/** One or two letters for a name: those of its first and last word. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== "");
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

const COLOURS = ["p1", "p2", "p3", "p4"];

/** One of a few colours, always the same for the same name. It tells nobody apart: the name stands beside it. */
export function colourOf(name: string): string {
  // FNV-1a: names that are alike get other colours, too.
  let hash = 2166136261;
  for (const letter of name.toLowerCase()) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  return COLOURS[(hash >>> 16) % COLOURS.length] ?? "";
}
