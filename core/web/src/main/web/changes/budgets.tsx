import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { lengthOf } from "../shell/length";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { SHORT } from "./changes";
import { useNames } from "./names";
import { OfService } from "./of-service";

type Budget = Answer<"GET /error-budgets">["items"][number];
type Preview = Answer<"POST /error-budgets/preview">;
type Spending = Pick<Budget, "allowed_seconds" | "spent_seconds" | "is_spent" | "until">;

const MOST_NAMED = 3;

/** For how long services may be broken, and for how long they were. */
export function ErrorBudgets({ me }: PageProps) {
  const [open, setOpen] = useState<Budget | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("freeze.manage");
  const done = () => {
    setOpen(null);
    setTurn((before) => before + 1);
  };
  return (
    <Managed
      me={me}
      title={say("manage.budgets")}
      actions={
        mayManage && (
          <button type="button" class="primary" onClick={() => setOpen("new")}>
            {say("budgets.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.budgets")}
        none={say("budgets.none")}
        turn={turn}
        read={(query, signal) => call("GET /error-budgets", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ name }) => name },
          { title: say("changes.service"), show: ({ service }) => <OfService name={service.name} /> },
          { title: say("budgets.target"), show: ({ target, days }) => say("budgets.of", { target, days }) },
          { title: say("budgets.used"), show: (one) => <Used {...one} /> },
          { title: say("budgets.because"), show: ({ outages }) => <Because outages={outages} /> },
          {
            title: say("budgets.effect"),
            show: ({ blocks }) => say(blocks ? "budgets.effect.blocks" : "budgets.effect.notes"),
          },
        ]}
        {...(mayManage && {
          acts: (one: Budget) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await call("DELETE /error-budgets/{id}", { path: { id: one.id } });
                  done();
                  toast(say("changes.deleted", { name: one.name }));
                }}
              >
                {say("changes.delete")}
              </Deed>
            </>
          ),
        })}
      />
      {open && (
        <Dialog drawer title={open === "new" ? say("budgets.add") : open.name} close={() => setOpen(null)}>
          <Plan me={me} stored={open === "new" ? null : open} done={done} />
        </Dialog>
      )}
    </Managed>
  );
}

/** How much is spent, and when there is room again. */
function Used({ allowed_seconds, spent_seconds, is_spent, until }: Spending) {
  const left = Math.max(0, Math.floor(100 * (1 - spent_seconds / allowed_seconds)));
  return (
    <>
      <span class={`pill ${is_spent ? "bad" : "ok"}`}>
        {is_spent ? say("budgets.spent") : say("budgets.left", { percent: left })}
      </span>{" "}
      {say("budgets.length", { spent: lengthOf(spent_seconds), allowed: lengthOf(allowed_seconds) })}{" "}
      {until !== null && (
        <span class="soft">
          {say("budgets.until")} <Moment at={until} />
        </span>
      )}
    </>
  );
}

function Because({ outages }: { outages: Budget["outages"] }) {
  if (outages.length === 0) return <>–</>;
  const more = outages.length - MOST_NAMED;
  return (
    <>
      {outages.slice(0, MOST_NAMED).map(({ id, short_id }) => (
        <span key={id}>
          <a class="link" href={href(`/incidents/${short_id}`)}>
            {short_id}
          </a>{" "}
        </span>
      ))}
      {more > 0 && <span class="soft">{say("budgets.more", { count: more })}</span>}
    </>
  );
}

/** First says what it would have stopped; what was tried is what is stored. */
function Plan({ me, stored, done }: { me: Self; stored: Budget | null; done: () => void }) {
  const offered = useNames(me);
  const [tried, setTried] = useState<{ body: Record<string, unknown>; preview: Preview } | null>(null);
  return (
    <>
      <SchemaForm
        schema={schema(offered.services)}
        stored={stored ? { ...stored, service: stored.service.name } : undefined}
        go={say("maintenance.try")}
        send={async (body) => {
          setTried(null);
          setTried({ body, preview: await call("POST /error-budgets/preview", { body }) });
        }}
      />
      <div role="status">{tried && <Stopped {...tried.preview} />}</div>
      {tried && (
        <Deed
          act={async () => {
            const { body } = tried;
            if (stored) {
              const { id, version } = stored;
              await call("PUT /error-budgets/{id}", { path: { id }, version, body });
            } else {
              await call("POST /error-budgets", { body });
            }
            done();
            toast(say("saved"));
          }}
        >
          {say("save")}
        </Deed>
      )}
    </>
  );
}

function Stopped({ deployments, stopped, stopped_that_failed, latest, ...spending }: Preview) {
  return (
    <>
      <p>
        <Used {...spending} />
      </p>
      <p>
        {say("budgets.stopped", { count: stopped, all: deployments })}{" "}
        {stopped > 0 && say("freezes.failed", { count: stopped_that_failed })}
      </p>
      <ul>
        {latest.map((one) => (
          <li key={one.id}>
            <Moment at={one.at} /> {one.environment} <code>{one.sha.slice(0, SHORT)}</code>{" "}
            {one.failed && say("changes.state.failure")}
          </li>
        ))}
      </ul>
    </>
  );
}

function schema(services: readonly string[]): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 200 },
      service: { title: say("changes.service"), maxLength: 200, offered: services },
      target: {
        title: say("budgets.target.field"),
        description: say("budgets.target.hint"),
        type: "number",
        minimum: 50,
        maximum: 99.999,
        default: 99.9,
      },
      days: { title: say("budgets.days"), type: "integer", minimum: 1, maximum: 90, default: 30 },
      blocks: { title: say("budgets.blocks"), description: say("budgets.blocks.hint"), type: "boolean" },
    },
    required: ["name", "service", "target"],
  };
}
