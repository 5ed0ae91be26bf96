import { useEffect, useRef, useState } from "preact/hooks";
import { useKey } from "../shell/keys";
import { setQuery } from "../shell/router";
import { say } from "../words";

const STATUSES = ["TRIGGERED", "ACKNOWLEDGED", "MITIGATED", "RESOLVED"] as const;
const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4", "SEV5"];
const PAUSE = 300;

/** The filters of the list, which are those of the address. */
export function Filters({ query }: { query: URLSearchParams }) {
  const field = useRef<HTMLInputElement>(null);
  const asked = query.get("search") ?? "";
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => {
    if (typed === asked) return;
    const timer = setTimeout(() => setQuery({ search: typed, limit: "" }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  useKey("/", () => field.current?.focus());
  return (
    <search class="filters" aria-label={say("incidents.filters")}>
      <label>
        {say("incidents.search")}
        <input ref={field} type="search" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      <label>
        {say("incidents.status")}
        <select
          value={query.get("status") ?? ""}
          onChange={(event) => setQuery({ status: event.currentTarget.value, limit: "" })}
        >
          <option value="">{say("incidents.status.open")}</option>
          <option value="all">{say("incidents.status.all")}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {say(`status.${status}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say("incidents.severity")}
        <select
          value={query.get("severity") ?? ""}
          onChange={(event) => setQuery({ severity: event.currentTarget.value, limit: "" })}
        >
          <option value="">{say("incidents.severity.all")}</option>
          {SEVERITIES.map((severity) => (
            <option key={severity} value={severity}>
              {severity}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}
