import { useState } from "preact/hooks";
import { type Answer, call, Refused } from "../api/client";
import type { Self } from "../api/schema";
import { SHORT } from "../changes/changes";
import { OfService } from "../changes/of-service";
import { Managed } from "../manage/manage";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Download } from "../shell/download";
import { Fact } from "../shell/fact";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { When } from "../shell/when";
import { say } from "../words";
import { Conflicts } from "./parts";
import { Planning } from "./planning";

type Detail = Answer<"GET /deployment-windows/{id}">;
type Act = "edit" | "approve" | "refuse" | "override" | "extend" | "finish" | "cancel";

const OUTCOMES = ["completed", "failed", "rolled_back"] as const;

/** One deployment window: what speaks against it, who approves it, and how it goes. */
export function DeploymentWindow({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const [turn, setTurn] = useState(0);
  const [open, setOpen] = useState<Act | null>(null);
  const read = useRead(`window ${id} ${turn}`, (signal) =>
    call("GET /deployment-windows/{id}", { path: { id }, signal }),
  );
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  const done = () => {
    setOpen(null);
    setTurn((before) => before + 1);
    toast(say("saved"));
  };
  return (
    <Managed
      me={me}
      title={read.value?.title ?? say("windows.one")}
      about={<a href={href("/deployment-windows")}>{say("manage.windows")}</a>}
      actions={read.value && <Actions me={me} window={read.value} open={setOpen} done={done} />}
    >
      <Ready read={read}>{(window) => <Body me={me} window={window} done={done} />}</Ready>
      {open && read.value && (
        <Dialog drawer title={say(`windows.act.${open}`)} close={() => setOpen(null)}>
          <Form me={me} act={open} window={read.value} done={done} />
        </Dialog>
      )}
    </Managed>
  );
}

/** What can be done now: the next step first. */
function Actions({ me, window, open, done }: { me: Self; window: Detail; open: (act: Act) => void; done: () => void }) {
  const path = { id: window.id };
  const mayManage = me.permissions.includes("deployment_window.manage");
  const mayApprove = me.permissions.includes("deployment.approve") && window.approval === "submitted";
  const isPlanned = window.status === "planned";
  const button = (act: Act, primary = false) => (
    <button type="button" class={primary ? "primary" : undefined} onClick={() => open(act)}>
      {say(`windows.act.${act}`)}
    </button>
  );
  const isUnasked = ["draft", "refused", "void"].includes(window.approval);
  return (
    <>
      {mayApprove && button("approve", true)}
      {mayApprove && button("refuse")}
      {mayManage && isUnasked && window.status !== "cancelled" && !window.is_missed && (
        <Deed
          primary
          act={async () => {
            await call("POST /deployment-windows/{id}/submit", { path, body: {} });
            done();
          }}
        >
          {say("windows.act.submit")}
        </Deed>
      )}
      {mayManage && isPlanned && (
        <Deed
          primary={window.lacking.length === 0}
          act={async () => {
            await call("POST /deployment-windows/{id}/start", { path, body: {} });
            done();
          }}
        >
          {say("windows.act.start")}
        </Deed>
      )}
      {mayManage && isPlanned && me.permissions.includes("freeze.override") && button("override")}
      {mayManage && window.status === "in_progress" && button("finish", true)}
      {mayManage && window.status === "in_progress" && button("extend")}
      {isPlanned && (
        <Download path={`/events/${window.id}/ics`} name="deployment.ics" look="button">
          {say("feedlink.file")}
        </Download>
      )}
      {mayManage && isPlanned && button("edit")}
      {mayManage && isPlanned && button("cancel")}
    </>
  );
}

function Body({ me, window, done }: { me: Self; window: Detail; done: () => void }) {
  const isPlanned = window.status === "planned";
  return (
    <>
      <dl class="facts">
        <Fact label={say("windows.when")}>
          <When {...window} />
        </Fact>
        <Fact label={say("changes.state")}>
          {window.is_missed ? say("windows.missed") : say(`windows.status.${window.status}`)}
        </Fact>
        <Fact label={say("windows.approval")}>
          {say(`windows.approval.${window.approval}`)}{" "}
          {window.approval_due_at !== null && (
            <span class="soft">
              {say("windows.due")} <Moment at={window.approval_due_at} />
            </span>
          )}
        </Fact>
        <Fact label={say("changes.environment")}>
          {window.environment.name} <span class="soft">{say(`changes.tier.${window.tier}`)}</span>
        </Fact>
        <Fact label={say("windows.services")}>
          {window.services.map(({ id, name }, at) => (
            <span key={id}>
              {at > 0 && ", "}
              <OfService name={name} />
            </span>
          ))}
          {window.services.length === 0 && "–"}
        </Fact>
        <Fact label={say("changes.sha")}>{window.sha ? <code>{window.sha}</code> : "–"}</Fact>
        {window.incident !== null && (
          <Fact label={say("windows.incident")}>
            <a href={href(`/incidents/${window.incident}`)}>{say("windows.incident.link")}</a>
          </Fact>
        )}
        <Fact label={say("windows.muting")}>
          <Muting window={window} />
        </Fact>
        <Fact label={say("windows.by")}>{window.created_by}</Fact>
        {window.started_at !== null && (
          <Fact label={say("windows.started")}>
            <Moment at={window.started_at} /> {window.started_by}
          </Fact>
        )}
        {window.lacked !== "" && <Fact label={say("windows.lacked")}>{window.lacked}</Fact>}
        {window.override_reason !== null && <Fact label={say("windows.overridden")}>{window.override_reason}</Fact>}
        {window.ended_at !== null && (
          <Fact label={say("windows.ended")}>
            <Moment at={window.ended_at} /> {window.ended_by} <span class="soft">{window.outcome}</span>
          </Fact>
        )}
      </dl>
      {window.description && <p>{window.description}</p>}
      {isPlanned && window.lacking.length > 0 && (
        <>
          <h2>{say("windows.lacking")}</h2>
          <ul>
            {window.lacking.map(({ code }) => (
              <li key={code}>{say(`windows.lacking.${code}`)}</li>
            ))}
          </ul>
        </>
      )}
      {["planned", "in_progress"].includes(window.status) && (
        <>
          <h2>{say("windows.conflicts")}</h2>
          <Conflicts conflicts={window.conflicts} />
        </>
      )}
      <Checklist me={me} window={window} done={done} />
      <h2>{say("windows.rollback")}</h2>
      <p>{window.rollback_plan || "–"}</p>
      <Requests window={window} />
      {window.deployments.length > 0 && (
        <>
          <h2>{say("windows.deployments")}</h2>
          <ul>
            {window.deployments.map((one) => (
              <li key={one.id}>
                <Moment at={one.at} /> {one.service} <code>{one.sha.slice(0, SHORT)}</code>{" "}
                {say(`changes.state.${one.state}` as Parameters<typeof say>[0])}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** What it mutes, and what it has muted. */
function Muting({ window: { mutes, muting, status } }: { window: Detail }) {
  if (!mutes) return <>{say("windows.muting.none")}</>;
  if (muting === null) {
    return <>{say(["planned", "in_progress"].includes(status) ? "windows.muting.planned" : "windows.muting.never")}</>;
  }
  return (
    <>
      {say("windows.muting.until")} <Moment at={muting.until} />
      <p class="soft">
        {say("windows.muting.counts", { now: muting.mutes_now, all: muting.muted_in_all })}{" "}
        <a class="link" href={href("/silences")}>
          {say("windows.muting.look")}
        </a>
      </p>
    </>
  );
}

function Checklist({ me, window, done }: { me: Self; window: Detail; done: () => void }) {
  if (window.checklist.length === 0) return null;
  const mayTick = me.permissions.includes("deployment_window.manage") && window.status === "planned";
  return (
    <>
      <h2>{say("windows.checklist")}</h2>
      <ul class="plain">
        {window.checklist.map((one, position) => (
          <li key={one.text}>
            {one.done_at === null ? "○" : "✓"} {one.text}{" "}
            {one.done_at !== null && (
              <span class="soft">
                {one.done_by} <Moment at={one.done_at} />
              </span>
            )}{" "}
            {mayTick && (
              <Deed
                about={one.text}
                act={async () => {
                  await call("POST /deployment-windows/{id}/check", {
                    path: { id: window.id },
                    body: { position, done: one.done_at === null },
                  });
                  done();
                }}
              >
                {say(one.done_at === null ? "windows.tick" : "windows.untick")}
              </Deed>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who asked, who voted, and why. */
function Requests({ window }: { window: Detail }) {
  if (window.requests.length === 0) return null;
  return (
    <>
      <h2>{say("windows.requests")}</h2>
      <ul>
        {window.requests.map((one) => (
          <li key={one.id}>
            {say(`windows.request.${one.state}`)} {one.submitted_by} <Moment at={one.submitted_at} />
            {one.state === "submitted" && (
              <>
                {" "}
                <span class="soft">
                  {say("windows.votes", {
                    count: one.votes.filter(({ approves }) => approves).length,
                    quorum: one.quorum,
                  })}
                </span>
              </>
            )}
            <ul>
              {one.votes.map((vote) => (
                <li key={vote.user}>
                  {say(vote.approves ? "windows.voted.yes" : "windows.voted.no", { name: vote.by })}{" "}
                  <Moment at={vote.at} /> <span class="soft">{vote.comment}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}

function Form({ me, act, window, done }: { me: Self; act: Act; window: Detail; done: () => void }) {
  const path = { id: window.id };
  if (act === "edit") {
    return (
      <>
        {["submitted", "approved"].includes(window.approval) && <p>{say("windows.voids")}</p>}
        <Planning
          me={me}
          stored={window}
          send={async (body) => {
            await call("PUT /deployment-windows/{id}", { path, version: window.version, body });
            done();
          }}
        />
      </>
    );
  }
  const comment = (title: string, description?: string): Schema => ({
    title,
    ...(description !== undefined && { description }),
    maxLength: 2000,
    multiline: true,
  });
  const vote = async (approve: boolean, body: Record<string, unknown>) => {
    await call("POST /deployment-windows/{id}/vote", {
      path,
      body: { ...body, approve, request: window.request?.id },
    });
  };
  const forms: Record<
    Exclude<Act, "edit">,
    { about?: string; schema: Schema; send: (body: Record<string, unknown>) => Promise<unknown> }
  > = {
    approve: {
      about: say("windows.approve.about"),
      schema: { properties: { comment: comment(say("windows.comment")) } },
      send: (body) => vote(true, body),
    },
    refuse: {
      schema: { properties: { comment: comment(say("windows.refuse.why")) }, required: ["comment"] },
      send: (body) => vote(false, body),
    },
    override: {
      about: say("windows.override.about"),
      schema: {
        properties: { override_reason: comment(say("windows.override.why"), say("windows.override.hint")) },
        required: ["override_reason"],
      },
      send: (body) => call("POST /deployment-windows/{id}/start", { path, body }),
    },
    extend: {
      about: say("windows.extend.about"),
      schema: { properties: { until: { title: say("windows.ends"), format: "date-time" } }, required: ["until"] },
      send: (body) => call("POST /deployment-windows/{id}/extend", { path, body }),
    },
    finish: {
      schema: {
        properties: {
          outcome: {
            title: say("windows.outcome"),
            enum: [...OUTCOMES],
            titles: OUTCOMES.map((one) => say(`windows.status.${one}`)),
          },
          comment: comment(say("windows.comment")),
        },
        required: ["outcome"],
      },
      send: (body) => call("POST /deployment-windows/{id}/finish", { path, body }),
    },
    cancel: {
      schema: { properties: { comment: comment(say("windows.cancel.why")) } },
      send: (body) => call("POST /deployment-windows/{id}/cancel", { path, body }),
    },
  };
  const { about, schema, send } = forms[act];
  return (
    <>
      {about !== undefined && <p>{about}</p>}
      <SchemaForm
        schema={schema}
        go={say(`windows.act.${act}`)}
        send={async (body) => {
          await send(body);
          done();
        }}
      />
    </>
  );
}
