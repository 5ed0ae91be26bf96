/** So long may a post be. */
const LONGEST_POST = 280;

/** What the public reads of an incident, in the words of whoever published it. */
export interface Told {
  page: string;
  title: string;
  /** How far the work is, in words. */
  progress: string;
  message: string;
  components: readonly string[];
  /** Of the status page; null while nobody serves it. */
  url: string | null;
}

export interface Mail {
  subject: string;
  body: string;
}

/** The text of a mail, to be copied. */
export function mailOf(told: Told): Mail {
  return {
    subject: `${told.page}: ${told.title} (${told.progress})`,
    body: [told.message, told.components.join(", "), told.url ?? ""].filter((part) => part !== "").join("\n\n"),
  };
}

/** A post of at most 280 characters, to be copied. What is cut is the message, between two words: the address stays whole. */
export function postOf({ title, progress, message, url }: Told): string {
  const end = url === null ? "" : `\n${url}`;
  const text = [...`${title} (${progress}): ${message.replace(/\s+/g, " ")}`];
  const room = LONGEST_POST - [...end].length;
  if (text.length <= room) return text.join("") + end;
  const kept = text.slice(0, room - 1).join("");
  const word = kept.lastIndexOf(" ");
  return `${(word > 0 ? kept.slice(0, word) : kept).trimEnd()}…${end}`;
}
