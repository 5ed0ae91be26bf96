import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import { People } from "../oncall/people";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { Download } from "../shell/download";
import { Field, Form } from "../shell/form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Findings } from "./findings";

export type PrivacyRequest = Answer<"GET /privacy/requests/{id}">;

const KINDS = ["access", "portability", "rectification", "erasure", "objection", "restriction"] as const;
const OUTCOMES = ["done", "refused", "withdrawn"] as const;

type Doing = "extend" | "close" | "confirm" | "findings";

/** What people ask about their data, when it is due, and how it ended. */
export function PrivacyRequests({ me }: PageProps) {
  const [isEntering, setEntering] = useState(false);
  const [doing, setDoing] = useState<[Doing, PrivacyRequest] | null>(null);
  const [turn, setTurn] = useState(0);
  const done = () => {
    setEntering(false);
    setDoing(null);
    setTurn((before) => before + 1);
  };
  const close = () => setDoing(null);
  return (
    <Managed
      me={me}
      title={say("privacy.title")}
      about={say("privacy.about")}
      actions={
        me.permissions.includes("privacy.manage") && (
          <button type="button" class="primary" onClick={() => setEntering(true)}>
            {say("privacy.enter")}
          </button>
        )
      }
    >
      {isEntering && <Entry me={me} done={done} close={() => setEntering(false)} />}
      {doing?.[0] === "extend" && <Extension request={doing[1]} done={done} close={close} />}
      {doing?.[0] === "close" && <Closing request={doing[1]} done={done} close={close} />}
      {doing?.[0] === "confirm" && <Confirmation request={doing[1]} done={done} close={close} />}
      {doing?.[0] === "findings" && <Findings request={doing[1]} close={close} />}
      <Table<PrivacyRequest>
        label={say("privacy.title")}
        none={say("privacy.none")}
        turn={turn}
        filters={[
          {
            name: "state",
            title: say("privacy.state"),
            choices: [
              ["open", say("privacy.state.open")],
              ["closed", say("privacy.state.closed")],
            ],
          },
        ]}
        read={(query, signal) => call("GET /privacy/requests", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("privacy.kind"), show: ({ kind }) => say(`privacy.kind.${kind}`) },
          { title: say("privacy.person"), show: ({ subject, email }) => subject?.username ?? email },
          {
            title: say("privacy.state"),
            show: ({ state, is_overdue: isOverdue }) =>
              isOverdue ? say("privacy.state.overdue") : say(`privacy.state.${state}`),
          },
          { title: say("privacy.received"), show: ({ received_at: at }) => <Moment at={at} /> },
          { title: say("privacy.due"), show: ({ due_at: at }) => <Moment at={at} /> },
          { title: say("privacy.note"), show: ({ note, outcome_note: outcome }) => outcome ?? note },
        ]}
        acts={(request) => <Acts request={request} act={(what) => setDoing([what, request])} />}
      />
    </Managed>
  );
}

/** What may be done with a request as it is. */
function Acts({ request, act }: { request: PrivacyRequest; act: (what: Doing) => void }) {
  const isOpen = request.state === "open";
  const isErasure = request.kind === "erasure" && request.subject !== null;
  return (
    <>
      {request.export !== null && (
        <Download look="button" path={`/privacy/requests/${request.id}/export`} name="export.zip">
          {say("privacy.download")}
        </Download>
      )}
      <button type="button" onClick={() => act("findings")}>
        {say("privacy.find")}
      </button>
      {isOpen && request.extended_at === null && (
        <button type="button" onClick={() => act("extend")}>
          {say("privacy.extend")}
        </button>
      )}
      {isOpen && isErasure && (
        <button type="button" onClick={() => act("confirm")}>
          {say("privacy.confirm")}
        </button>
      )}
      {isOpen && (
        <button type="button" onClick={() => act("close")}>
          {say("privacy.close")}
        </button>
      )}
    </>
  );
}

interface Closes {
  done: () => void;
  close: () => void;
}

function Choice({ name, label, of }: { name: string; label: string; of: ReadonlyArray<readonly [string, string]> }) {
  return (
    <p class="field">
      <label for={`field-${name}`}>{label}</label>
      <select id={`field-${name}`} name={name}>
        {of.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </p>
  );
}

function Entry({ me, done, close }: { me: PageProps["me"] } & Closes) {
  return (
    <Dialog title={say("privacy.enter")} close={close}>
      <Form
        go={say("privacy.enter.go")}
        send={async ({ kind, user, email, note }) => {
          await call("POST /privacy/requests", {
            body: {
              kind: KINDS.find((one) => one === kind) ?? "access",
              ...(user !== undefined ? { user } : email !== undefined && { email }),
              ...(note !== undefined && { note }),
            },
          });
          toast(say("privacy.entered"));
          done();
        }}
      >
        <Choice name="kind" label={say("privacy.kind")} of={KINDS.map((kind) => [kind, say(`privacy.kind.${kind}`)])} />
        <People me={me} label={say("privacy.person")} hint={say("privacy.person.hint")} name="user" optional />
        <Field
          label={say("privacy.email")}
          hint={say("privacy.email.hint")}
          name="email"
          type="email"
          maxLength={255}
        />
        <Field label={say("privacy.note")} hint={say("privacy.note.hint")} name="note" maxLength={2000} />
      </Form>
    </Dialog>
  );
}

function Extension({ request: { id }, done, close }: { request: PrivacyRequest } & Closes) {
  return (
    <Dialog title={say("privacy.extend")} close={close}>
      <Form
        go={say("privacy.extend")}
        send={async ({ reason = "" }) => {
          await call("POST /privacy/requests/{id}/extension", { path: { id }, body: { reason } });
          done();
        }}
      >
        <Field
          label={say("privacy.reason")}
          hint={say("privacy.extend.hint")}
          name="reason"
          maxLength={2000}
          required
        />
      </Form>
    </Dialog>
  );
}

function Closing({ request: { id }, done, close }: { request: PrivacyRequest } & Closes) {
  return (
    <Dialog title={say("privacy.close")} close={close}>
      <Form
        go={say("privacy.close")}
        send={async ({ outcome, note = "", sha256 }) => {
          await call("POST /privacy/requests/{id}/closing", {
            path: { id },
            body: {
              outcome: OUTCOMES.find((one) => one === outcome) ?? "done",
              note,
              ...(sha256 !== undefined && { sha256 }),
            },
          });
          done();
        }}
      >
        <Choice
          name="outcome"
          label={say("privacy.outcome")}
          of={OUTCOMES.map((one) => [one, say(`privacy.state.${one}`)])}
        />
        <Field label={say("privacy.done")} hint={say("privacy.done.hint")} name="note" maxLength={2000} required />
        <Field label={say("privacy.sha256")} name="sha256" maxLength={64} />
      </Form>
    </Dialog>
  );
}

function Confirmation({ request, done, close }: { request: PrivacyRequest } & Closes) {
  return (
    <Dialog title={say("privacy.confirm.title", { name: request.subject?.username ?? "" })} close={close}>
      <Form
        go={say("privacy.confirm")}
        send={async () => {
          await call("POST /privacy/requests/{id}/confirmation", { path: { id: request.id }, body: {} });
          toast(say("privacy.confirmed"));
          done();
        }}
      >
        <p>{say("privacy.confirm.about")}</p>
      </Form>
    </Dialog>
  );
}
