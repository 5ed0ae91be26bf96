import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { SeverityMark } from "../incidents/marks";
import { Failure } from "../shell/failure";
import { useLive } from "../shell/feed";
import { href, place } from "../shell/router";
import { Ago } from "../shell/time";
import { say } from "../words";
import { severityOf } from "./marks";
import { type AlertView, within } from "./view";

type Groups = Answer<"GET /alerts/groups">;
type Group = Groups["groups"][number];

const MOST = 500;

/** The alerts by what they have in common, the worst first. Each group leads to its alerts. */
export function AlertGroups({ view }: { view: AlertView }) {
  const key = JSON.stringify([view.filters, view.by]);
  const [read, setRead] = useState<{ key: string; groups: Groups } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useLive(
    ["alert", "incident"],
    async (signal) => {
      try {
        const groups = await call("GET /alerts/groups", {
          query: { ...view.filters, by: view.by, limit: MOST },
          signal,
        });
        setFailure(null);
        setRead({ key, groups });
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    `${key}/${tries}`,
    { gap: 3_000 },
  );
  const groups = read?.key === key ? read.groups : null;
  return (
    <>
      {failure !== null && <Failure failure={failure} again={() => setTries(tries + 1)} />}
      {!groups && failure === null && <p role="status">{say("loading")}</p>}
      {groups?.groups.length === 0 && <p>{say(view.isFiltered ? "alerts.none.filtered" : "alerts.none")}</p>}
      {groups && groups.groups.length > 0 && (
        <ul class="list groups" aria-label={say("alerts.groups")}>
          {groups.groups.map((group) => (
            <Row key={JSON.stringify(group.values)} by={groups.by} group={group} />
          ))}
        </ul>
      )}
      {groups && groups.others.groups > 0 && (
        <p class="soft">{say("alerts.groups.others", { groups: groups.others.groups, count: groups.others.total })}</p>
      )}
    </>
  );
}

/** The address of a group's alerts, with the filters that there are. */
function to(by: readonly string[], group: Group): string {
  const { query } = place();
  for (const [name, value] of Object.entries(within(by, group.values))) {
    if (value === "") query.delete(name);
    else if (name === "match") query.set(name, [query.get(name) ?? "", value].filter((one) => one !== "").join(","));
    else query.set(name, value);
  }
  return href(`/alerts${query.size > 0 ? `?${query}` : ""}`);
}

function Row({ by, group }: { by: readonly string[]; group: Group }) {
  return (
    <li class="group">
      <a href={to(by, group)}>
        {group.values.map((value, i) => (
          <span key={by[i]}>
            {i > 0 && " · "}
            {value ?? say("alerts.groups.without", { by: (by[i] ?? "").replace(/^label:/, "") })}
          </span>
        ))}
      </a>
      <span class="counts">
        {Object.values(group.firing_by_severity).map((count, i) =>
          count > 0 ? (
            <span key={i}>
              <SeverityMark severity={severityOf(i + 1)} /> {count.toLocaleString()}
            </span>
          ) : null,
        )}
        {group.firing === 0 && <span class="soft">{say("alerts.groups.quiet", { count: group.total })}</span>}
      </span>
      <span class="soft">
        {group.hidden > 0 && <>{say("alerts.groups.hidden", { count: group.hidden })} · </>}
        {group.oldest !== null && (
          <>
            {say("alerts.groups.since")} <Ago at={group.oldest} />
          </>
        )}
      </span>
    </li>
  );
}
