import type { ComponentType } from "preact";
import type { Self } from "./api/schema";
import { loadWords, type Part } from "./words";

/** What a page gets: who reads it, and the parameters of its route. */
export interface PageProps {
  me: Self;
  params: Record<string, string>;
}

interface Page<P> {
  words: Part[];
  load: () => Promise<ComponentType<P>>;
}

/** The pages that need no session. */
const OPEN: Record<string, Page<object>> = {
  "/login": { words: ["session"], load: async () => (await import("./login/login")).LogIn },
  "/welcome": { words: ["session"], load: async () => (await import("./welcome/welcome")).Welcome },
  "/reset": { words: ["session"], load: async () => (await import("./reset/reset")).Reset },
  "/forgotten": { words: ["session"], load: async () => (await import("./forgotten/forgotten")).Forgotten },
};

/** One line for each other route of routes.json: its words, and the code that is loaded when somebody goes there. */
const PAGES: Record<string, Page<PageProps>> = {
  "/": { words: ["incidents"], load: async () => (await import("./home/home")).Home },
  "/incidents": { words: ["incidents"], load: async () => (await import("./incidents/incidents")).Incidents },
  "/alerts": { words: ["alerts", "incidents"], load: async () => (await import("./alerts/alerts")).Alerts },
  "/alerts/{fingerprint}": {
    words: ["alerts", "incidents"],
    load: async () => (await import("./alert/alert")).AlertPage,
  },
  "/inbox": { words: ["inbox", "incidents"], load: async () => (await import("./inbox/inbox")).InboxPage },
  "/on-call": { words: ["duty"], load: async () => (await import("./oncall/on-call")).OnCallPage },
  "/me": { words: ["duty"], load: async () => (await import("./duty/me")).MyDuty },
  "/schedules/{id}": { words: ["duty"], load: async () => (await import("./oncall/schedule")).SchedulePage },
  "/incidents/{id}": { words: ["incidents"], load: async () => (await import("./incident/incident")).IncidentPage },
  "/search": { words: ["search", "incidents"], load: async () => (await import("./search/search")).Search },
};

export type Loaded =
  | { needs: "nothing"; view: ComponentType<object> }
  | { needs: "session"; view: ComponentType<PageProps> };

const loaded = new Map<string, Promise<Loaded>>();

/** The page of a route, with its words; null where there is none. Fails if the server cannot be reached. */
export function pageOf(route: string | null): Promise<Loaded> | null {
  if (route === null) return null;
  const known = loaded.get(route);
  if (known) return known;
  const open = OPEN[route];
  const page = PAGES[route];
  const coming = open
    ? withWords(open).then((view): Loaded => ({ needs: "nothing", view }))
    : page
      ? withWords(page).then((view): Loaded => ({ needs: "session", view }))
      : null;
  if (coming === null) return null;
  loaded.set(route, coming);
  coming.catch(() => loaded.delete(route));
  return coming;
}

async function withWords<P>(page: Page<P>): Promise<ComponentType<P>> {
  const [view] = await Promise.all([page.load(), loadWords(...page.words)]);
  return view;
}
