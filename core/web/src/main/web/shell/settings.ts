/** What this browser keeps of how somebody wants to see the dashboard; preferences.ts has what follows them. */
export type Theme = "system" | "dark" | "light";

function kept(name: string): string | null {
  try {
    return localStorage.getItem("imas." + name);
  } catch {
    return null; // A browser that keeps nothing.
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem("imas." + name, value);
  } catch {
    // It is forgotten with the page.
  }
}

export function theme(): Theme {
  const was = kept("theme");
  return was === "dark" || was === "light" ? was : "system";
}

export function setTheme(to: Theme): void {
  keep("theme", to);
  applyTheme(to);
}

export function applyTheme(to: Theme = theme()): void {
  if (to === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = to;
}

/** Whether single keys do something (WCAG 2.1.4). */
export function keysAreOn(): boolean {
  return kept("keys") !== "off";
}

export function setKeys(on: boolean): void {
  keep("keys", on ? "on" : "off");
}

/** In which times are shown; without one, in the browser's. */
export function zone(): string | undefined {
  const was = kept("zone");
  if (was === null || was === "") return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: was }).resolvedOptions().timeZone;
  } catch {
    return undefined; // One that this browser does not know.
  }
}

export function setZone(to: string): void {
  keep("zone", to);
}

/** Keys that somebody has replaced: the dashboard's own, and the one that is pressed instead. */
export function remappedKeys(): Record<string, string> {
  try {
    const read: unknown = JSON.parse(kept("keys.map") ?? "{}");
    return typeof read === "object" && read !== null ? (read as Record<string, string>) : {};
  } catch {
    return {};
  }
}

export function setRemappedKeys(to: Record<string, string>): void {
  keep("keys.map", JSON.stringify(to));
}

export function language(): string {
  return kept("language") ?? navigator.language;
}

export function setLanguage(to: string): void {
  keep("language", to);
}
