import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { repeats, ruleOf, shownRule, zone } from "../shell/repeats";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { SHORT, TIERS } from "./changes";
import { useNames } from "./names";
import { OfService } from "./of-service";

type Freeze = Answer<"GET /freezes">["items"][number];
type Preview = Answer<"POST /freezes/preview">;

const TONES: Record<Freeze["state"], string> = { in_force: "warn", ahead: "info", over: "", off: "" };

/** When nothing may be deployed, where, and what that would have stopped. */
export function Freezes({ me }: PageProps) {
  const [open, setOpen] = useState<Freeze | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("freeze.manage");
  const done = () => {
    setOpen(null);
    setTurn((before) => before + 1);
  };
  return (
    <Managed
      me={me}
      title={say("manage.freezes")}
      actions={
        mayManage && (
          <button type="button" class="primary" onClick={() => setOpen("new")}>
            {say("freezes.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.freezes")}
        none={say("freezes.none")}
        turn={turn}
        read={(query, signal) => call("GET /freezes", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("name"),
            show: ({ name, description }) => (
              <>
                {name} <span class="soft">{description}</span>
              </>
            ),
          },
          { title: say("freezes.where"), show: where },
          { title: say("freezes.what"), show: what },
          {
            title: say("changes.state"),
            show: ({ state, observes }) => (
              <>
                <span class={`pill ${TONES[state]}`}>{say(`freezes.state.${state}`)}</span>{" "}
                {observes && <span class="soft">{say("freezes.observes.short")}</span>}
              </>
            ),
          },
          {
            title: say("freezes.when"),
            show: ({ next: [first] }) => (first ? <Time {...first} /> : "–"),
          },
        ]}
        {...(mayManage && {
          acts: (one: Freeze) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await call("DELETE /freezes/{id}", { path: { id: one.id } });
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
        <Dialog drawer title={open === "new" ? say("freezes.add") : open.name} close={() => setOpen(null)}>
          <Plan me={me} stored={open === "new" ? null : open} done={done} />
        </Dialog>
      )}
    </Managed>
  );
}

function Time({ starts_at, ends_at }: { starts_at: string; ends_at: string }) {
  return (
    <>
      <Moment at={starts_at} /> – <Moment at={ends_at} />
    </>
  );
}

function where({ tiers, environments }: Freeze): string {
  return [...tiers.map((one) => say(`changes.tier.${one}`)), ...environments.map(({ name }) => name)].join(", ");
}

function what({ services, teams, except_services, except_repositories }: Freeze) {
  const named = [...services, ...teams].map(({ name }) => name).join(", ") || say("freezes.all");
  const spared = [...except_services, ...except_repositories].map(({ name }) => name).join(", ");
  return (
    <>
      {named} {spared && <span class="soft">{say("freezes.but", { names: spared })}</span>}
    </>
  );
}

/** First says what it would have stopped; what was tried is what is stored. */
function Plan({ me, stored, done }: { me: Self; stored: Freeze | null; done: () => void }) {
  const offered = useNames(me);
  const [tried, setTried] = useState<{ body: Record<string, unknown>; preview: Preview } | null>(null);
  return (
    <>
      <SchemaForm
        schema={schema(offered)}
        stored={stored ? shown(stored) : undefined}
        go={say("maintenance.try")}
        send={async (typed) => {
          const body = ruleOf(typed);
          setTried(null);
          setTried({ body, preview: await call("POST /freezes/preview", { body }) });
        }}
      />
      <div role="status">{tried && <Stopped {...tried.preview} />}</div>
      {tried && (
        <Deed
          act={async () => {
            const { body } = tried;
            if (stored) {
              const { id, version } = stored;
              await call("PUT /freezes/{id}", { path: { id }, version, body });
            } else {
              await call("POST /freezes", { body });
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

function Stopped({ next, deployments, stopped, stopped_that_failed, latest }: Preview) {
  return (
    <>
      <ul>
        {next.map((one) => (
          <li key={one.starts_at}>
            <Time {...one} />
          </li>
        ))}
      </ul>
      <p>
        {say("freezes.stopped", { count: stopped, all: deployments })}{" "}
        {stopped > 0 && say("freezes.failed", { count: stopped_that_failed })}
      </p>
      <ul>
        {latest.map((one) => (
          <li key={one.id}>
            <Moment at={one.at} /> {one.service && <OfService name={one.service.name} />} {one.environment}{" "}
            <code>{one.sha.slice(0, SHORT)}</code> {one.failed && say("changes.state.failure")}
          </li>
        ))}
      </ul>
    </>
  );
}

const names = (all: readonly { name: string }[]) => all.map(({ name }) => name);

/** What the form shows of a stored freeze. */
function shown(freeze: Freeze) {
  return {
    ...freeze,
    ...shownRule(freeze.recurrence),
    environments: names(freeze.environments),
    services: names(freeze.services),
    teams: names(freeze.teams),
    except_services: names(freeze.except_services),
    except_repositories: names(freeze.except_repositories),
  };
}

function schema(offered: ReturnType<typeof useNames>): Schema {
  const some = (title: string, names: readonly string[], description = ""): Schema => ({
    title,
    description,
    type: "array",
    offered: names,
  });
  return {
    properties: {
      name: { title: say("name"), maxLength: 255 },
      description: { title: say("freezes.why"), maxLength: 2000 },
      starts_at: { title: say("freezes.starts"), format: "local-date-time" },
      ends_at: { title: say("freezes.ends"), description: say("freezes.ends.hint"), format: "local-date-time" },
      time_zone: zone(),
      ...repeats(),
      tiers: {
        title: say("freezes.tiers"),
        type: "array",
        enum: [...TIERS],
        titles: TIERS.map((one) => say(`changes.tier.${one}`)),
        default: ["production"],
      },
      environments: some(say("freezes.environments"), offered.environments),
      services: some(say("freezes.services"), offered.services, say("freezes.services.hint")),
      teams: some(say("freezes.teams"), offered.teams),
      except_services: some(say("freezes.except.services"), offered.services),
      except_repositories: some(say("freezes.except.repositories"), offered.repositories),
      emergencies: {
        title: say("freezes.emergencies"),
        description: say("freezes.emergencies.hint"),
        type: "boolean",
        default: true,
      },
      observes: {
        title: say("freezes.observes"),
        description: say("freezes.observes.hint"),
        type: "boolean",
        default: false,
      },
      is_active: { title: say("maintenance.active"), type: "boolean", default: true },
    },
    required: ["name", "starts_at", "ends_at", "time_zone"],
  };
}
