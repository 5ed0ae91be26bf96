/** What this browser keeps of how somebody wants to see the dashboard; preferences.ts has what follows them. */
export type Theme = "system" | "dark" | "light";

const SMALL = "(max-width: 63.99rem)";
/** Kept, since one that nothing holds tells of no change. */
let screen: MediaQueryList | undefined;

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

export type Times = "relative" | "absolute";

/** Whether a list says how long ago something was, or when. */
export function times(): Times {
  return kept("times") === "absolute" ? "absolute" : "relative";
}

export function setTimes(to: Times): void {
  keep("times", to);
}

export type Density = "comfortable" | "compact";

export function density(): Density {
  return kept("density") === "compact" ? "compact" : "comfortable";
}

export function setDensity(to: Density): void {
  keep("density", to);
  applyDensity();
}

export function applyDensity(): void {
  if (density() === "compact") document.documentElement.dataset["density"] = "compact";
  else delete document.documentElement.dataset["density"];
}

/** Whether the checklist of the first steps is shown to whoever may take them. */
export function checklistIsShown(): boolean {
  return kept("checklist") !== "off";
}

export function setChecklist(isShown: boolean): void {
  keep("checklist", isShown ? "on" : "off");
}

/** Keys that somebody has replaced: the dashboard's own, and the one that is pressed instead. */
export function remappedKeys(): Record<string, string> {
  return mapOf<string>("keys.map");
}

function mapOf<T>(name: string): Record<string, T> {
  try {
    const read: unknown = JSON.parse(kept(name) ?? "{}");
    return typeof read === "object" && read !== null ? (read as Record<string, T>) : {};
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

/** Whether the sidebar is a rail of icons: on a small screen, until somebody says otherwise. */
export function isSlim(): boolean {
  const was = kept("side");
  return was === null ? matchMedia(SMALL).matches : was === "slim";
}

export function setSlim(to: boolean): void {
  keep("side", to ? "slim" : "wide");
  applySide();
}

/** Draws the sidebar as it is wanted, also when the screen becomes another. */
export function applySide(): void {
  const draw = () => {
    if (isSlim()) document.documentElement.dataset["side"] = "slim";
    else delete document.documentElement.dataset["side"];
  };
  screen ??= matchMedia(SMALL);
  screen.onchange = draw;
  draw();
}

/** The groups of the sidebar that somebody has opened or closed. */
export function openGroups(): Record<string, boolean> {
  return mapOf<boolean>("groups");
}

export function setOpenGroup(group: string, isOpen: boolean): void {
  keep("groups", JSON.stringify({ ...openGroups(), [group]: isOpen }));
}
