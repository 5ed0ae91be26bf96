import { language } from "../shell/settings";
import manage from "./en/manage";
import shell from "./en/shell";

/** The languages that the dashboard speaks, each by its own name. */
export const LANGUAGES: Record<string, string> = { en: "English", fr: "Français" };

/** The catalogue of each language, in the parts that pages load. */
const PARTS = {
  shell: { en: () => import("./en/shell"), fr: () => import("./fr/shell") },
  session: { en: () => import("./en/session"), fr: () => import("./fr/session") },
  alerts: { en: () => import("./en/alerts"), fr: () => import("./fr/alerts") },
  why: { en: () => import("./en/why"), fr: () => import("./fr/why") },
  inbox: { en: () => import("./en/inbox"), fr: () => import("./fr/inbox") },
  palette: { en: () => import("./en/palette"), fr: () => import("./fr/palette") },
  duty: { en: () => import("./en/duty"), fr: () => import("./fr/duty") },
  incident: { en: () => import("./en/incident"), fr: () => import("./fr/incident") },
  comment: { en: () => import("./en/comment"), fr: () => import("./fr/comment") },
  incidents: { en: () => import("./en/incidents"), fr: () => import("./fr/incidents") },
  search: { en: () => import("./en/search"), fr: () => import("./fr/search") },
  tables: { en: () => import("./en/tables"), fr: () => import("./fr/tables") },
  manage: { en: () => import("./en/manage"), fr: () => import("./fr/manage") },
  abouts: { en: () => import("./en/abouts"), fr: () => import("./fr/abouts") },
  sources: { en: () => import("./en/sources"), fr: () => import("./fr/sources") },
  sending: { en: () => import("./en/sending"), fr: () => import("./fr/sending") },
  people: { en: () => import("./en/people"), fr: () => import("./fr/people") },
  rules: { en: () => import("./en/rules"), fr: () => import("./fr/rules") },
  simulations: { en: () => import("./en/simulations"), fr: () => import("./fr/simulations") },
  backup: { en: () => import("./en/backup"), fr: () => import("./fr/backup") },
  upkeep: { en: () => import("./en/upkeep"), fr: () => import("./fr/upkeep") },
  status: { en: () => import("./en/status"), fr: () => import("./fr/status") },
  account: { en: () => import("./en/account"), fr: () => import("./fr/account") },
  drills: { en: () => import("./en/drills"), fr: () => import("./fr/drills") },
  heartbeats: { en: () => import("./en/heartbeats"), fr: () => import("./fr/heartbeats") },
  policies: { en: () => import("./en/policies"), fr: () => import("./fr/policies") },
  now: { en: () => import("./en/now"), fr: () => import("./fr/now") },
  maintenance: { en: () => import("./en/maintenance"), fr: () => import("./fr/maintenance") },
  storms: { en: () => import("./en/storms"), fr: () => import("./fr/storms") },
  tasks: { en: () => import("./en/tasks"), fr: () => import("./fr/tasks") },
  postmortems: { en: () => import("./en/postmortems"), fr: () => import("./fr/postmortems") },
  privacy: { en: () => import("./en/privacy"), fr: () => import("./fr/privacy") },
  obligations: { en: () => import("./en/obligations"), fr: () => import("./fr/obligations") },
  runbooks: { en: () => import("./en/runbooks"), fr: () => import("./fr/runbooks") },
  steps: { en: () => import("./en/steps"), fr: () => import("./fr/steps") },
  levels: { en: () => import("./en/levels"), fr: () => import("./fr/levels") },
  lookup: { en: () => import("./en/lookup"), fr: () => import("./fr/lookup") },
  fields: { en: () => import("./en/fields"), fr: () => import("./fr/fields") },
  changes: { en: () => import("./en/changes"), fr: () => import("./fr/changes") },
  gate: { en: () => import("./en/gate"), fr: () => import("./fr/gate") },
  calendar: { en: () => import("./en/calendar"), fr: () => import("./fr/calendar") },
  feedlink: { en: () => import("./en/feedlink"), fr: () => import("./fr/feedlink") },
  boards: { en: () => import("./en/boards"), fr: () => import("./fr/boards") },
  meetings: { en: () => import("./en/meetings"), fr: () => import("./fr/meetings") },
  windows: { en: () => import("./en/windows"), fr: () => import("./fr/windows") },
  tags: { en: () => import("./en/tags"), fr: () => import("./fr/tags") },
  flapping: { en: () => import("./en/flapping"), fr: () => import("./fr/flapping") },
  inhibition: { en: () => import("./en/inhibition"), fr: () => import("./fr/inhibition") },
  times: { en: () => import("./en/times"), fr: () => import("./fr/times") },
  silences: { en: () => import("./en/silences"), fr: () => import("./fr/silences") },
  views: { en: () => import("./en/views"), fr: () => import("./fr/views") },
  reach: { en: () => import("./en/reach"), fr: () => import("./fr/reach") },
  events: { en: () => import("./en/events"), fr: () => import("./fr/events") },
  declare: { en: () => import("./en/declare"), fr: () => import("./fr/declare") },
  warnings: { en: () => import("./en/warnings"), fr: () => import("./fr/warnings") },
  notices: { en: () => import("./en/notices"), fr: () => import("./fr/notices") },
  setup: { en: () => import("./en/setup"), fr: () => import("./fr/setup") },
  hooks: { en: () => import("./en/hooks"), fr: () => import("./fr/hooks") },
  templates: { en: () => import("./en/templates"), fr: () => import("./fr/templates") },
  holidays: { en: () => import("./en/holidays"), fr: () => import("./fr/holidays") },
  dependants: { en: () => import("./en/dependants"), fr: () => import("./fr/dependants") },
  jobs: { en: () => import("./en/jobs"), fr: () => import("./fr/jobs") },
  cover: { en: () => import("./en/cover"), fr: () => import("./fr/cover") },
  dora: { en: () => import("./en/dora"), fr: () => import("./fr/dora") },
  analytics: { en: () => import("./en/analytics"), fr: () => import("./fr/analytics") },
  reference: { en: () => import("./en/reference"), fr: () => import("./fr/reference") },
  updates: { en: () => import("./en/updates"), fr: () => import("./fr/updates") },
};

export type Part = keyof typeof PARTS;
export type Word = { [P in Part]: keyof Awaited<ReturnType<(typeof PARTS)[P]["en"]>>["default"] }[Part];

const words: Partial<Record<Word, string>> = { ...shell, ...manage };

/** Loads parts of the reader's catalogue; must have ended before what says them is drawn. */
export async function loadWords(...parts: Part[]): Promise<void> {
  document.documentElement.lang = spoken();
  const language = spoken() === "fr" ? "fr" : "en";
  for (const part of await Promise.all(parts.map((one) => PARTS[one][language]()))) {
    Object.assign(words, part.default);
  }
}

export function spoken(): string {
  const wanted = language().slice(0, 2).toLowerCase();
  return wanted in LANGUAGES ? wanted : "en";
}

/** For dates and numbers: the browser's own variant of the language, if it has one. */
export function locale(): string {
  return navigator.languages.find((one) => one.slice(0, 2).toLowerCase() === spoken()) ?? spoken();
}

/**
 * What a word of the catalogue is in the reader's language; the word itself if its part is not loaded. Values stand for their
 * names in braces. {count:alert|alerts} is the noun that goes with a count.
 */
export function say(word: Word, values: Record<string, string | number> = {}): string {
  return (words[word] ?? word).replace(
    /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g,
    (whole, name: string, one?: string, other = "") => {
      const value = values[name];
      if (value === undefined) return whole;
      if (one !== undefined) return isOne(Number(value)) ? one : other;
      return typeof value === "number" ? value.toLocaleString(locale()) : value;
    },
  );
}

/** French has one of nothing, too. */
function isOne(count: number): boolean {
  return count === 1 || (count === 0 && spoken() === "fr");
}
