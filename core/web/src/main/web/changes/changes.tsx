import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { safeLink } from "../shell/markdown";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { useNames } from "./names";
import { OfService } from "./of-service";
import { toneOf } from "./tone";

type Deployment = Answer<"GET /deployments">["items"][number];
type Detail = Answer<"GET /deployments/{id}">;

const STATES = ["queued", "running", "success", "failure", "cancelled", "rolled_back"] as const;
export const TIERS = ["production", "staging", "testing", "development", "other"] as const;

/** As long as forges show of a commit. */
export const SHORT = 7;

/** What was deployed where, the newest first; each with all that was told of it. */
export function Changes({ me }: PageProps) {
  const [open, setOpen] = useState<Detail | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayReport = me.permissions.includes("deployment.report");
  const look = async ({ id }: Deployment) => setOpen(await call("GET /deployments/{id}", { path: { id } }));
  return (
    <Managed
      me={me}
      title={say("manage.changes")}
      actions={
        mayReport && (
          <button type="button" onClick={() => setOpen("new")}>
            {say("changes.report")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.changes")}
        none={say("changes.none")}
        turn={turn}
        filters={[
          {
            name: "state",
            title: say("changes.state"),
            choices: STATES.map((one) => [one, say(`changes.state.${one}`)]),
          },
          { name: "tier", title: say("changes.tier"), choices: TIERS.map((one) => [one, say(`changes.tier.${one}`)]) },
          { name: "service", title: say("changes.service") },
          { name: "repository", title: say("changes.repository") },
          { name: "environment", title: say("changes.environment") },
          { name: "from", title: say("from"), kind: "day" },
          { name: "to", title: say("to"), kind: "day", isEnd: true },
        ]}
        read={(query, signal) => call("GET /deployments", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("changes.at"), show: ({ happened_at }) => <Moment at={happened_at} /> },
          { title: say("changes.state"), show: ({ state }) => <State of={state} /> },
          {
            title: say("changes.environment"),
            show: ({ environment, tier }) => (
              <>
                {environment} {environment !== tier && <span class="soft">{say(`changes.tier.${tier}`)}</span>}
              </>
            ),
          },
          {
            title: say("changes.service"),
            show: ({ service }) => (service ? <OfService name={service.name} /> : "–"),
          },
          {
            title: say("changes.repository"),
            show: ({ repository, sha }) => (
              <>
                {repository || (sha ? "" : "–")} <code>{sha.slice(0, SHORT)}</code>
              </>
            ),
          },
          { title: say("changes.actor"), show: ({ actor }) => actor || "–" },
        ]}
        acts={(one) => (
          <Deed about={`${one.environment} ${one.sha.slice(0, SHORT)}`} act={() => look(one)}>
            {say("changes.look")}
          </Deed>
        )}
      />
      {open === "new" && (
        <Dialog drawer title={say("changes.report")} close={() => setOpen(null)}>
          <Report
            me={me}
            done={() => {
              setTurn((before) => before + 1);
              setOpen(null);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
      {open !== null && open !== "new" && <Told deployment={open} close={() => setOpen(null)} />}
    </Managed>
  );
}

function State({ of }: { of: Deployment["state"] }) {
  return <span class={`pill ${toneOf(of)}`}>{say(`changes.state.${of}`)}</span>;
}

/** One deployment: each state that it came into, and when IMAS was told. */
function Told({ deployment, close }: { deployment: Detail; close: () => void }) {
  const link = safeLink(deployment.url);
  return (
    <Dialog title={`${deployment.environment} · ${say(`changes.state.${deployment.state}`)}`} close={close}>
      <p>
        {deployment.repository} <code>{deployment.sha}</code> {deployment.ref}
      </p>
      {link !== null && (
        <p>
          <a href={link} rel="noreferrer">
            {link}
          </a>
        </p>
      )}
      <ol class="plain">
        {deployment.transitions.map((one) => (
          <li key={`${one.state} ${one.at} ${one.known_at}`}>
            <State of={one.state} /> <Moment at={one.at ?? one.known_at} />{" "}
            <span class="soft">
              · {say("changes.known")} <Moment at={one.known_at} />
            </span>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

function Report({ me, done }: { me: Self; done: () => void }) {
  const offered = useNames(me);
  return (
    <SchemaForm
      schema={reported(offered)}
      go={say("save")}
      send={async (body) => {
        await call("POST /deployments", { body });
        done();
      }}
    />
  );
}

function reported({ services, environments, repositories }: ReturnType<typeof useNames>): Schema {
  return {
    properties: {
      key: { title: say("changes.key"), description: say("changes.key.hint"), maxLength: 200 },
      environment: { title: say("changes.environment"), maxLength: 200, offered: environments },
      state: {
        title: say("changes.state"),
        enum: [...STATES],
        titles: STATES.map((one) => say(`changes.state.${one}`)),
        default: "success",
      },
      service: { title: say("changes.service"), type: ["string", "null"], maxLength: 200, offered: services },
      repository: { title: say("changes.repository"), maxLength: 200, offered: repositories },
      sha: { title: say("changes.sha"), maxLength: 64 },
      finished_at: { title: say("changes.finished"), type: ["string", "null"], format: "date-time" },
      url: { title: say("changes.url"), maxLength: 2000 },
    },
    required: ["key", "environment"],
  };
}
