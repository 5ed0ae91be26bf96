import { useEffect, useState } from "preact/hooks";
import routes from "../routes.json";
import { prefix } from "./address";

/** Where somebody is: a route of the list, its parameters, and the rest of the address. */
export interface Place {
  route: string | null;
  params: Record<string, string>;
  query: URLSearchParams;
  path: string;
}

const listeners = new Set<() => void>();

function matched(path: string): Pick<Place, "route" | "params"> {
  for (const route of routes) {
    const names = [...route.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? "");
    const found = new RegExp(`^${route.replace(/\{\w+\}/g, "([^/]+)")}/?$`).exec(path);
    if (found) {
      return {
        route,
        params: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? "")])),
      };
    }
  }
  return { route: null, params: {} };
}

export function place(): Place {
  const path = location.pathname.slice(prefix.length) || "/";
  return { ...matched(path), query: new URLSearchParams(location.search), path };
}

export function usePlace(): Place {
  const [here, setHere] = useState(place);
  useEffect(() => {
    const moved = () => setHere(place());
    listeners.add(moved);
    addEventListener("popstate", moved);
    moved(); // What is below may have gone somewhere before this listened.
    return () => {
      listeners.delete(moved);
      removeEventListener("popstate", moved);
    };
  }, []);
  return here;
}

/** Goes to a path below the prefix. */
export function go(to: string, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", prefix + to);
  listeners.forEach((moved) => moved());
}

/** Changes what the address says of this view, without another entry in the history. */
export function setQuery(changes: Record<string, string>): void {
  const { path, query } = place();
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") query.delete(name);
    else query.set(name, value);
  }
  go(path + (query.size > 0 ? `?${query}` : ""), true);
}

/** Whether the dashboard has a page for a path, which may have a query. */
export function exists(to: string): boolean {
  return matched(to.replace(/[?#].*$/, "")).route !== null;
}

export function href(to: string): string {
  return prefix + to;
}

/** Where to go after log-in: only within the dashboard, never to another site. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && matched(next.replace(/[?#].*$/, "")).route !== null ? next : "/";
}

/** Makes links of the dashboard's own pages change the view without loading it again. */
export function followLinks(): void {
  document.addEventListener("click", (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey
    ) {
      return;
    }
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    const path = link.pathname.slice(prefix.length);
    if (link.hash !== "" || !link.pathname.startsWith(prefix) || matched(path).route === null) return;
    event.preventDefault();
    go(path + link.search);
  });
}
