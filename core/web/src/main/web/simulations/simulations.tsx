import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { go, href, setQuery, usePlace } from "../shell/router";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { progressOf, rulesOf } from "./progress";
import { span, windowOf } from "./span";

type Simulation = Answer<"GET /simulations">["items"][number];

const EVERY = 5_000;

/** What was simulated within the last hour, and the form that starts one. The address may name the version for it. */
export function Simulations({ me }: PageProps) {
  const { query } = usePlace();
  const version = query.get("version") ?? "";
  const [isNew, setNew] = useState(version !== "");
  const [turn, setTurn] = useState(0);
  const close = () => {
    setNew(false);
    if (version !== "") setQuery({ version: "" });
  };
  return (
    <Managed
      me={me}
      title={say("manage.simulations")}
      about={say("simulations.about")}
      actions={
        me.permissions.includes("rule.simulate") && (
          <button type="button" class="primary" onClick={() => setNew(true)}>
            {say("simulations.start")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.simulations")}
        none={say("simulations.none")}
        turn={turn}
        every={EVERY}
        read={(asked, signal) => call("GET /simulations", { query: asked, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("simulation.rules"),
            show: (one) => <a href={href(`/simulations/${one.id}`)}>{rulesOf(one)}</a>,
          },
          { title: say("simulation.state"), show: progressOf },
          { title: say("simulation.from"), show: ({ from }) => <Moment at={from} /> },
          { title: say("simulation.to"), show: ({ to }) => <Moment at={to} /> },
          {
            title: say("simulation.started"),
            show: ({ created_at, created_by }) => (
              <>
                <Moment at={created_at} /> <span class="soft">{created_by}</span>
              </>
            ),
          },
        ]}
        acts={(one: Simulation) => (
          <Deed
            about={rulesOf(one)}
            act={async () => {
              await call("DELETE /simulations/{id}", { path: { id: one.id } });
              setTurn((before) => before + 1);
              toast(say(one.state === "running" ? "simulation.cancelled" : "simulation.removed"));
            }}
          >
            {say(one.state === "running" ? "simulation.cancel" : "simulation.remove")}
          </Deed>
        )}
      />
      {isNew && (
        <Dialog drawer title={say("simulations.start")} close={close}>
          <Start version={version} />
        </Dialog>
      )}
    </Managed>
  );
}

function Start({ version }: { version: string }) {
  const read = useRead("", (signal) => call("GET /rule-sets", { query: { limit: 500 }, signal }));
  return (
    <Ready read={read}>
      {({ items }) =>
        items.length === 0 ? (
          <p>{say("rules.none")}</p>
        ) : (
          <SchemaForm
            schema={{
              properties: {
                version: {
                  title: say("rules.version"),
                  enum: items.map((one) => String(one.version)),
                  titles: items.map((one) =>
                    [one.version, one.is_active && say("rules.inForce"), one.comment].filter(Boolean).join(" · "),
                  ),
                  default: version,
                },
                ...span(),
              },
              required: ["version", "length"],
            }}
            go={say("simulations.start.go")}
            send={async (values) => {
              const { id } = await call("POST /rule-sets/{version}/simulate", {
                path: { version: String(values["version"]) },
                body: windowOf(values),
              });
              go(`/simulations/${id}`);
            }}
          />
        )
      }
    </Ready>
  );
}
