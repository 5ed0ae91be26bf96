import { href } from "../shell/router";
import { locale, say } from "../words";
import type { Counted } from "./filters";
import { OPEN } from "./wish";

/** What a tab sets of the address; the other filters stay. */
const SETS = ["status", "held"] as const;

interface View {
  label: string;
  sets: Partial<Record<(typeof SETS)[number], string>>;
  /** Null: it is not counted. */
  count: number | null;
}

/** The views that everybody has, as tabs: each is an address, with how many incidents it shows. */
export function ViewTabs({ query, counted }: { query: URLSearchParams; counted: Counted | null }) {
  const views = viewsOf(counted);
  return (
    <nav class="tabs" aria-label={say("incidents.views")}>
      {views.map(({ label, sets, count }) => {
        const to = new URLSearchParams(query);
        SETS.forEach((name) => {
          if (sets[name] === undefined) to.delete(name);
          else to.set(name, sets[name]);
        });
        const isHere = SETS.every((name) => (query.get(name) ?? "") === (sets[name] ?? ""));
        return (
          <a
            key={label}
            href={href(`/incidents${to.size > 0 ? `?${to}` : ""}`)}
            aria-current={isHere ? "page" : undefined}
          >
            {label}
            {count !== null && <span class="count">{count.toLocaleString(locale())}</span>}
          </a>
        );
      })}
    </nav>
  );
}

function viewsOf(counted: Counted | null): View[] {
  const of = (statuses: readonly string[]) => {
    const facet = counted?.find((one) => one.by === "status");
    if (!facet) return null;
    return facet.values.filter(({ value }) => statuses.includes(value)).reduce((sum, { count }) => sum + count, 0);
  };
  return [
    { label: say("incidents.view.open"), sets: {}, count: of(OPEN) },
    { label: say("incidents.view.untaken"), sets: { status: "TRIGGERED" }, count: of(["TRIGGERED"]) },
    {
      label: say("incidents.view.taken"),
      sets: { status: "ACKNOWLEDGED,MITIGATED" },
      count: of(["ACKNOWLEDGED", "MITIGATED"]),
    },
    { label: say("incidents.view.held"), sets: { held: "true" }, count: null },
    { label: say("incidents.view.resolved"), sets: { status: "RESOLVED" }, count: null },
  ];
}
