/** How somebody is called: in full, if that is known. */
export function named(person: { username: string; name: string | null }): string {
  return person.name ?? person.username;
}

/** One or two letters for a name: those of its first and last word. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== "");
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}
