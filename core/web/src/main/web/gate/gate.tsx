import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { SHORT } from "../changes/changes";
import { useNames } from "../changes/names";
import { OfService } from "../changes/of-service";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Menu } from "../shell/menu";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Headline, Reasons, TONES } from "./reasons";

type Asked = Answer<"POST /gate">;

const DECISIONS = ["allow", "deny", "wait"] as const;

/** What the gate has answered, how often it was asked, and what blocks. */
export function Gate({ me }: PageProps) {
  const [open, setOpen] = useState<"ask" | "policy" | null>(null);
  const [turn, setTurn] = useState(0);
  const summary = useRead(`gate ${turn}`, (signal) => call("GET /gate/summary", { query: {}, signal }));
  return (
    <Managed
      me={me}
      title={say("manage.gate")}
      actions={
        <>
          <Menu>
            {me.permissions.includes("freeze.manage") && (
              <button type="button" onClick={() => setOpen("policy")}>
                {say("gate.policy")}
              </button>
            )}
            <Deed
              act={async () => {
                const { replayed, differing } = await call("POST /gate/replay", { body: {} });
                toast(say("gate.replayed", { count: replayed, differing: differing.length }));
              }}
            >
              {say("gate.replay")}
            </Deed>
          </Menu>
          {me.permissions.includes("deployment.gate") && (
            <button type="button" class="primary" onClick={() => setOpen("ask")}>
              {say("gate.try")}
            </button>
          )}
        </>
      }
    >
      <Ready read={summary}>
        {(one) => (
          <p class="soft">
            {say("gate.summary", {
              allowed: one.allowed,
              denied: one.denied,
              waiting: one.waiting,
              overridden: one.overridden,
            })}{" "}
            {one.production_deployments > 0 &&
              say("gate.ungated", { ungated: one.ungated, count: one.production_deployments })}
          </p>
        )}
      </Ready>
      <Table
        label={say("manage.gate")}
        none={say("gate.none")}
        turn={turn}
        filters={[
          {
            name: "decision",
            title: say("gate.decision"),
            choices: DECISIONS.map((one) => [one, say(`gate.decision.${one}`)]),
          },
          { name: "service", title: say("changes.service") },
          { name: "environment", title: say("changes.environment") },
          { name: "run", title: say("gate.run") },
          { name: "from", title: say("from"), kind: "day" },
          { name: "to", title: say("to"), kind: "day", isEnd: true },
        ]}
        read={(query, signal) => call("GET /gate/decisions", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("changes.at"), show: ({ at }) => <Moment at={at} /> },
          {
            title: say("gate.decision"),
            show: ({ id, decision, overridden, dry_run }) => (
              <>
                <a href={href(`/gate/${id}`)}>
                  <span class={`pill ${TONES[decision]}`}>{say(`gate.decision.${decision}`)}</span>
                </a>{" "}
                {overridden && <span class="soft">{say("gate.overridden.short")}</span>}
                {dry_run && <span class="soft">{say("gate.dry")}</span>}
              </>
            ),
          },
          {
            title: say("changes.service"),
            show: ({ service }) => <OfService name={service.name} />,
          },
          { title: say("changes.environment"), show: ({ environment }) => environment },
          { title: say("changes.sha"), show: ({ sha }) => (sha ? <code>{sha.slice(0, SHORT)}</code> : "–") },
          {
            title: say("gate.because"),
            show: ({ reasons }) =>
              reasons
                .filter(({ blocking }) => blocking)
                .map(({ subject }) => subject)
                .join(", ") || "–",
          },
        ]}
        acts={({ id, service, environment }) => (
          <a class="button" href={href(`/gate/${id}`)}>
            {say("changes.look")}
            <span class="unseen">
              {" "}
              {service.name} {environment}
            </span>
          </a>
        )}
      />
      {open === "ask" && (
        <Dialog drawer title={say("gate.try")} close={() => setOpen(null)}>
          <Ask me={me} done={() => setTurn((before) => before + 1)} />
        </Dialog>
      )}
      {open === "policy" && (
        <Dialog drawer title={say("gate.policy")} close={() => setOpen(null)}>
          <Policy close={() => setOpen(null)} />
        </Dialog>
      )}
    </Managed>
  );
}

/** Asks as a pipeline does; the answer allows nothing. */
function Ask({ me, done }: { me: Self; done: () => void }) {
  const offered = useNames(me);
  const [answer, setAnswer] = useState<Asked | null>(null);
  return (
    <>
      <SchemaForm
        schema={question(offered)}
        go={say("gate.ask")}
        send={async (body) => {
          setAnswer(null);
          setAnswer(await call("POST /gate", { body: { ...body, dry_run: true } }));
          done();
        }}
      />
      <div role="status">
        {answer && (
          <>
            <h3>{say("gate.answer")}</h3>
            <Headline answer={answer} />
            <Reasons answer={answer} />
          </>
        )}
      </div>
    </>
  );
}

function question({ services, environments }: ReturnType<typeof useNames>): Schema {
  return {
    properties: {
      service: { title: say("changes.service"), maxLength: 200, offered: services },
      environment: { title: say("changes.environment"), maxLength: 200, default: "prod", offered: environments },
      sha: { title: say("changes.sha"), description: say("gate.sha.hint"), maxLength: 64 },
      incident: { title: say("gate.incident"), description: say("gate.incident.hint"), maxLength: 200 },
    },
    required: ["service", "environment"],
  };
}

function Policy({ close }: { close: () => void }) {
  const read = useRead("gate policy", (signal) => call("GET /gate/policy", { signal }));
  return (
    <>
      <p>{say("gate.policy.always")}</p>
      <Ready read={read}>
        {(stored) => (
          <SchemaForm
            schema={{
              properties: {
                blocks_open_sev2: { title: say("gate.policy.sev2"), type: "boolean" },
                blocks_in_progress: { title: say("gate.policy.running"), type: "boolean" },
                blocks_nobody_on_call: { title: say("gate.policy.oncall"), type: "boolean" },
                production_approvals: {
                  title: say("gate.policy.production"),
                  description: say("gate.policy.approvals.hint"),
                  type: "integer",
                  minimum: 0,
                  maximum: 5,
                },
                when_unavailable: {
                  title: say("gate.policy.unavailable"),
                  description: say("gate.policy.unavailable.hint"),
                  enum: ["allow", "deny"],
                  titles: [say("gate.policy.unavailable.allow"), say("gate.policy.unavailable.deny")],
                  none: say("gate.policy.unavailable.none"),
                },
                staging_approvals: { title: say("gate.policy.staging"), type: "integer", minimum: 0, maximum: 5 },
              },
            }}
            stored={{ ...stored }}
            go={say("save")}
            send={async (body) => {
              await call("PUT /gate/policy", { version: stored.version, body });
              toast(say("saved"));
              close();
            }}
          />
        )}
      </Ready>
    </>
  );
}
