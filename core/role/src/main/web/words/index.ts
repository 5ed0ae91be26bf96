import { language } from "../shell/settings";
import { en, type Catalogue, type Word } from "./en";

export type { Word } from "./en";

/** The languages that the dashboard speaks, each by its own name. */
export const LANGUAGES: Record<string, string> = { en: "English", fr: "Français" };

let words: Catalogue = en;

/** Loads the reader's catalogue; must have ended before anything is drawn. */
export async function loadWords(): Promise<void> {
  if (spoken() === "fr") words = (await import("./fr")).fr;
  document.documentElement.lang = spoken();
}

export function spoken(): string {
  const wanted = language().slice(0, 2).toLowerCase();
  return wanted in LANGUAGES ? wanted : "en";
}

/** For dates and numbers: the browser's own variant of the language, if it has one. */
export function locale(): string {
  return navigator.languages.find((one) => one.slice(0, 2).toLowerCase() === spoken()) ?? spoken();
}

export function say(word: Word, values: Record<string, string | number> = {}): string {
  return words[word].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? value.toLocaleString(locale()) : value;
  });
}
