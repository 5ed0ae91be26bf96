import { call, mayHaveSession, Refused } from "../api/client";
import type { Preferences } from "../api/schema";
import { spoken } from "../words";
import { setChecklist, setDensity, setKeys, setLanguage, setTheme, setTimes, setZone, type Theme } from "./settings";

type Choice = Partial<Omit<Preferences, "version">>;

/** What the server keeps of how somebody wants the pages, so that it follows them to another browser. */
let stored: Preferences | null = null;

function theme(of: Preferences): Theme {
  return of.theme === "dark" || of.theme === "light" ? of.theme : "system";
}

/** Has this browser do as somebody chose elsewhere. Whoever has chosen nothing yet keeps what the browser has. */
export async function takeOver(): Promise<void> {
  const read = await call("GET /me/preferences");
  stored = read;
  if (read.version === 1) return;
  setTheme(theme(read));
  setKeys(read.keys ?? true);
  setZone(read.time_zone ?? "");
  setTimes(read.times ?? "relative");
  setDensity(read.density ?? "comfortable");
  setChecklist(read.checklist ?? true);
  const before = spoken();
  setLanguage(read.locale ?? navigator.language);
  if (spoken() !== before) location.reload();
}

/** Keeps what somebody chose, here and for other browsers. Without a session, here is enough. */
export async function choose(change: Choice): Promise<void> {
  if (!mayHaveSession()) return;
  try {
    await put(change);
  } catch (failure) {
    if (!(failure instanceof Refused && failure.status === 412)) throw failure;
    stored = null; // Another browser was faster.
    await put(change);
  }
}

async function put(change: Choice): Promise<void> {
  const { version, ...chosen } = stored ?? (await call("GET /me/preferences"));
  stored = await call("PUT /me/preferences", { body: { ...chosen, ...change }, version, keepalive: true });
}
