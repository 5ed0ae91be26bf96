import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { type Facet, Facets } from "../shell/facets";
import { Failure } from "../shell/failure";
import { useLive } from "../shell/feed";
import { say, type Word } from "../words";
import { packed } from "./matchers";
import { type AlertView, LABEL } from "./view";

type Counted = Answer<"GET /alerts/facets">["facets"][number];

const NAMES: Record<string, Word> = {
  status: "alerts.by.status",
  severity: "alerts.by.severity",
  service: "alerts.by.service",
  team: "alerts.by.team",
};
/** Facets of many alerts cost the server as much as the list. */
const GAP = 5_000;

const STATES = { FIRING: true, RESOLVED: true, SUPPRESSED: true };

function inWords(by: string, value: string): string {
  if (by === "severity") return value.slice(0, 4);
  if (by === "status" && value in STATES) return say(`alerts.status.${value}` as Word);
  return value;
}

/** A facet of the API as the page shows it. What no longer exists cannot be chosen, except for a label. */
function facetOf({ by, values, others }: Counted): Facet {
  const label = by.startsWith("label:") ? by.slice("label:".length) : null;
  const word = NAMES[by];
  return {
    name: label === null ? by : LABEL + label,
    label: label ?? (word ? say(word) : by),
    isSingle: by === "service" || by === "team",
    others: others.values,
    values: values
      .filter(({ value }) => value !== null || label !== null)
      .map(({ value, count }) => ({
        value: label === null ? (value ?? "") : packed(value),
        label: value === null ? say("alerts.label.none") : inWords(by, value),
        count,
      })),
  };
}

/** What is chosen has its word also where nothing has it. */
function withChosen(facet: Facet, query: URLSearchParams): Facet {
  const missing = query
    .getAll(facet.name)
    .filter((value) => value in STATES && !facet.values.some((one) => one.value === value))
    .map((value) => ({ value, label: inWords(facet.name, value), count: 0 }));
  return { ...facet, values: [...facet.values, ...missing] };
}

/** What the list can be narrowed down by, with counts: the usual things, and the labels that it shows. */
export function Narrow({ view, query }: { view: AlertView; query: URLSearchParams }) {
  const [counted, setCounted] = useState<Counted[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const wanted = [...Object.keys(NAMES), ...view.columns.slice(0, 4).map((label) => `label:${label}`)];
  useLive(
    ["alert"],
    async (signal) => {
      try {
        const { facets } = await call("GET /alerts/facets", { query: { ...view.filters, facet: wanted }, signal });
        setFailure(null);
        setCounted(facets);
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    JSON.stringify([view.filters, wanted, tries]),
    { gap: GAP },
  );
  if (failure !== null) return <Failure failure={failure} again={() => setTries(tries + 1)} />;
  if (counted === null) return null;
  // What is chosen without a word in the address.
  const chosen = new URLSearchParams(query);
  const status = query.get("status") ?? "";
  chosen.set("status", status === "all" ? "" : status || "FIRING");
  return <Facets facets={counted.map((one) => withChosen(facetOf(one), chosen))} query={chosen} also={["selected"]} />;
}
