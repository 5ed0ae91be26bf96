import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { PageProps } from "../pages";
import { Download } from "../shell/download";
import { Icon } from "../shell/icon";
import { DOWNLOAD } from "../shell/icons";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { Title } from "../shell/title";
import { say } from "../words";
import { DutyCard, type Duty, isOpen, stageName } from "./duty";
import { Opening } from "./opening";

const AT_ONCE = 100;

/** The legal duties of all incidents: what is due next, and the register of all. */
export function Obligations({ me }: PageProps) {
  const [isOpening, setOpening] = useState(false);
  const [turn, setTurn] = useState(0);
  const read = useRead(
    `obligations ${turn}`,
    (signal) => call("GET /obligations", { query: { state: "open", limit: AT_ONCE }, signal }),
    ["incident"],
  );
  const mayChange = me.permissions.includes("incident.edit");
  const again = () => setTurn((before) => before + 1);
  return (
    <>
      <Title
        text={say("law.title")}
        shown={headOf(read.value?.items ?? [])}
        about={say("law.about")}
        actions={
          mayChange && (
            <button type="button" onClick={() => setOpening(true)}>
              {say("law.open")}
            </button>
          )
        }
      />
      {isOpening && (
        <Opening
          done={() => {
            setOpening(false);
            again();
          }}
          close={() => setOpening(false)}
        />
      )}
      <Ready read={read}>
        {({ items, next }) => (
          <>
            {items.length === 0 && <p class="soft">{say("law.none")}</p>}
            {items.map((duty) => (
              <DutyCard
                key={duty.id}
                duty={duty}
                mayChange={mayChange}
                mayWaive={me.permissions.includes("obligation.manage")}
                changed={again}
              />
            ))}
            {next !== null && <p class="soft">{say("law.more", { count: AT_ONCE })}</p>}
          </>
        )}
      </Ready>
      <h2>{say("law.register")}</h2>
      <p class="soft">{say("law.register.about")}</p>
      <Exports />
      <Table<Duty>
        label={say("law.register")}
        none={say("law.register.none")}
        turn={turn}
        filters={[
          {
            name: "state",
            title: say("law.state"),
            choices: [
              ["open", say("law.state.open")],
              ["overdue", say("law.state.overdue")],
              ["closed", say("law.state.closed")],
            ],
          },
        ]}
        read={(query, signal) =>
          call("GET /obligations", { query: { state: "all", ...query }, ...(signal && { signal }) })
        }
        id={({ id }) => id}
        columns={[
          { title: say("law.state"), show: ({ state }) => say(`law.state.${state}`) },
          {
            title: say("law.incident"),
            show: ({ incident }) => (
              <>
                <a href={href(`/incidents/${incident.short_id}`)}>{incident.short_id}</a> {incident.title}
              </>
            ),
          },
          { title: say("law.regime"), show: ({ regime_name: name }) => name },
          { title: say("law.aware_at"), show: ({ aware_at: at }) => (at === null ? "–" : <Moment at={at} />) },
          {
            title: say("law.due"),
            show: ({ next_due_at: at }) => (at === null ? "–" : <Moment at={at} />),
          },
          { title: say("law.proofs"), show: proofsOf },
        ]}
      />
    </>
  );
}

/** What is due first; the name of the page where nothing is. */
function headOf(items: Answer<"GET /obligations">["items"]): string {
  const overdue = items.filter(({ state }) => state === "overdue").length;
  if (overdue > 0) return say("law.head.overdue", { count: overdue });
  const [first] = items;
  const stage = first?.stages.find((one) => isOpen(one) && one.due_at === first.next_due_at);
  return first && stage
    ? say("law.head.next", { stage: stageName(stage), id: first.incident.short_id })
    : say("law.title");
}

function proofsOf({ stages }: Duty): string {
  return stages.flatMap(({ submissions }) => submissions.map(({ document }) => document)).join(", ") || "–";
}

/** A file for each authority. */
function Exports() {
  const [law, setLaw] = useState("");
  const read = useRead("regimes", (signal) => call("GET /regimes", { signal }));
  return (
    <Ready read={read}>
      {({ items }) => {
        const chosen = items.find(({ id }) => id === law) ?? items[0];
        return (
          <>
            <p class="field">
              <label for="export-law">{say("law.regime")}</label>
              <select id="export-law" value={chosen?.id} onChange={(event) => setLaw(event.currentTarget.value)}>
                {items.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </p>
            {chosen && (
              <p>
                <Download
                  look="button"
                  path={`/obligations/export?regime=${chosen.id}&format=csv`}
                  name={`${chosen.id}.csv`}
                >
                  <Icon of={DOWNLOAD} />
                  {say("law.export")}
                </Download>
              </p>
            )}
          </>
        );
      }}
    </Ready>
  );
}
