import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { quoted } from "../alerts/matchers";
import { alertWithNumber, isNumber } from "../alerts/one";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { href, setQuery, usePlace } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";

type Silence = Answer<"GET /silences">["items"][number];
type Preview = Answer<"POST /silences/preview">;

const STATES = ["active", "pending", "expired"] as const;
const LENGTHS = ["PT30M", "PT1H", "PT2H", "PT4H", "PT8H", "P1D", "P3D", "P7D"] as const;
type Length = (typeof LENGTHS)[number];
const USUAL: Length = "PT2H";
const MINUTES: Record<Length, number> = {
  PT30M: 30,
  PT1H: 60,
  PT2H: 120,
  PT4H: 240,
  PT8H: 480,
  P1D: 1_440,
  P3D: 4_320,
  P7D: 10_080,
};
const MINUTE = 60_000;
const MOST_MATCHERS = 32;

/** What the form of a new one says at first. */
interface Filled {
  matchers: string[];
  comment: string;
  duration: Length;
  ends_with_alerts: boolean;
}

type Opened = { kind: "new"; filled?: Filled } | { kind: "extend"; silence: Silence };

/** What hides alerts for a time, what each hides, and the way to make, extend and end one. */
export function Silences({ me }: PageProps) {
  const { query } = usePlace();
  const [open, setOpen] = useState<Opened | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("silence.manage");
  const again = () => setTurn((before) => before + 1);
  const [alert, incident] = [query.get("alert"), query.get("incident")];
  const isFrom = mayManage && open === null && (alert !== null || incident !== null);
  const close = () => {
    setOpen(null);
    if (isFrom) setQuery({ alert: "", incident: "" });
  };
  const done = () => {
    close();
    again();
  };
  return (
    <Managed
      me={me}
      title={say("manage.silences")}
      about={say("silences.about")}
      actions={
        mayManage && (
          <button type="button" class="primary" onClick={() => setOpen({ kind: "new" })}>
            {say("silence.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.silences")}
        none={say("silences.none")}
        turn={turn}
        filters={[
          { name: "state", title: say("silence.state"), choices: STATES.map((one) => [one, say(`silence.${one}`)]) },
        ]}
        read={(query, signal) => call("GET /silences", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("silence.matchers"), show: ({ matchers }) => matchers.join(", ") },
          {
            title: say("silence.comment"),
            show: ({ comment, created_by, window, deployment_window }) => (
              <>
                {comment}{" "}
                {window ? (
                  <a href={href("/maintenance")}>{say("silence.ofWindow")}</a>
                ) : deployment_window ? (
                  <a href={href(`/deployment-windows/${deployment_window}`)}>{say("silence.ofDeployment")}</a>
                ) : (
                  <span class="soft">{created_by}</span>
                )}
              </>
            ),
          },
          { title: say("silence.state"), show: ({ state }) => say(`silence.${state}`) },
          { title: say("silence.from"), show: ({ starts_at }) => <Moment at={starts_at} /> },
          {
            title: say("silence.until"),
            show: ({ ends_at, ends_with_alerts, ends_soon }) => (
              <>
                <Moment at={ends_at} /> {ends_with_alerts && <span class="soft">{say("silence.orAlerts")}</span>}{" "}
                {ends_soon && <span class="fault">{say("silence.soon")}</span>}
              </>
            ),
          },
          { title: say("silence.hides"), isNumber: true, show: ({ hides_now }) => hides_now },
          { title: say("silence.hid"), isNumber: true, show: ({ hid_in_all }) => hid_in_all },
        ]}
        {...(mayManage && {
          acts: (one: Silence) => <Acts silence={one} open={setOpen} again={again} />,
        })}
      />
      {isFrom && (
        <Dialog drawer title={say("silence.add")} close={close}>
          {alert !== null ? (
            <NewFor key={alert} id={alert} read={ofAlert} done={done} />
          ) : (
            <NewFor key={incident} id={incident ?? ""} read={ofIncident} done={done} />
          )}
        </Dialog>
      )}
      {open?.kind === "new" && (
        <Dialog drawer title={say("silence.add")} close={close}>
          <NewSilence done={done} {...(open.filled && { filled: open.filled })} />
        </Dialog>
      )}
      {open?.kind === "extend" && (
        <Dialog title={say("silence.extend")} close={close}>
          <Extend silence={open.silence} done={done} refused={again} />
        </Dialog>
      )}
    </Managed>
  );
}

/** What may be done with one: while it lasts it is extended or ended, and once it is over it is created again. */
function Acts({ silence, open, again }: { silence: Silence; open: (opened: Opened) => void; again: () => void }) {
  const about = silence.matchers.join(", ");
  if (silence.state === "expired") {
    return (
      <button type="button" onClick={() => open({ kind: "new", filled: filledBy(silence) })}>
        {say("silence.again")}
        <span class="unseen"> {about}</span>
      </button>
    );
  }
  return (
    <>
      {silence.window === null && silence.deployment_window === null && (
        <button type="button" onClick={() => open({ kind: "extend", silence })}>
          {say("silence.extend")}
          <span class="unseen"> {about}</span>
        </button>
      )}
      <Deed
        about={about}
        act={async () => {
          await call("DELETE /silences/{id}", { path: { id: silence.id } });
          again();
          toast(say("silence.ended"));
        }}
      >
        {say("silence.end")}
      </Deed>
    </>
  );
}

/** The same for as long as it lasted, or for the usual time where that is no length of the list. */
function filledBy({ matchers, comment, ends_with_alerts, starts_at, ends_at }: Silence): Filled {
  const lasted = Math.round((Date.parse(ends_at) - Date.parse(starts_at)) / MINUTE);
  const duration = LENGTHS.find((one) => MINUTES[one] === lasted) ?? USUAL;
  return { matchers, comment, ends_with_alerts, duration };
}

/** Of an alert all labels; what the silence is not about is deleted from them. Rows of the list know its number alone. */
async function ofAlert(id: string, signal: AbortSignal): Promise<Filled> {
  const found = isNumber(id) ? await alertWithNumber(id, signal) : undefined;
  const alert = found ?? (await call("GET /alerts/{fingerprint}", { path: { fingerprint: id }, signal }));
  return filledWith([alert.labels], alert.incident?.short_id ?? "");
}

/** Of an incident the labels that all its alerts have in common. */
async function ofIncident(id: string, signal: AbortSignal): Promise<Filled> {
  const incident = await call("GET /incidents/{id}", { path: { id }, signal });
  return filledWith(
    incident.alerts.map(({ labels }) => labels),
    incident.short_id,
  );
}

function filledWith(labels: ReadonlyArray<Record<string, string>>, comment: string): Filled {
  const [first = {}, ...others] = labels;
  const matchers = Object.entries(first)
    .filter(([name, value]) => value !== "" && others.every((one) => one[name] === value))
    .slice(0, MOST_MATCHERS)
    .map(([name, value]) => `${name}=${quoted(value)}`);
  return { matchers, comment, duration: USUAL, ends_with_alerts: false };
}

function NewFor({
  id,
  read,
  done,
}: {
  id: string;
  read: (id: string, signal: AbortSignal) => Promise<Filled>;
  done: () => void;
}) {
  const found = useRead(id, (signal) => read(id, signal));
  const box = useRef<HTMLDivElement>(null);
  // The form comes after the dialog, which gave the focus to what was there.
  useEffect(() => box.current?.querySelector("textarea")?.focus(), [found.value !== null]);
  return (
    <div ref={box}>
      <Ready read={found}>
        {(filled) => (
          <>
            <p class="soft">{say("silence.narrow")}</p>
            <NewSilence filled={filled} done={done} />
          </>
        )}
      </Ready>
    </div>
  );
}

/** Adds to the end of one that lasts. It stays the same silence. */
function Extend({ silence, done, refused }: { silence: Silence; done: () => void; refused: () => void }) {
  const { id, matchers, comment, created_by, ends_with_alerts, ends_at, version } = silence;
  return (
    <>
      <p>
        <code>{matchers.join(", ")}</code>
      </p>
      <p>
        {say("silence.until")}: <Moment at={ends_at} />
      </p>
      <SchemaForm
        schema={{ properties: { by: lengths(say("silence.extend.by")) }, required: ["by"] }}
        go={say("silence.extend")}
        send={async ({ by }) => {
          const more = LENGTHS.find((one) => one === by) ?? USUAL;
          const end = new Date(Date.parse(ends_at) + MINUTES[more] * MINUTE).toISOString();
          const body = { matchers, comment, created_by, ends_with_alerts, ends_at: end };
          try {
            await call("PUT /silences/{id}", { path: { id }, body, version });
          } catch (failure) {
            refused(); // Somebody else may have changed it.
            throw failure;
          }
          done();
          toast(say("silence.extended"));
        }}
      />
    </>
  );
}

/**
 * First says what it would hide; what was tried is what is made.
 *
 * @param filled what the form says at first
 */
function NewSilence({ done, filled }: { done: () => void; filled?: Filled }) {
  const [tried, setTried] = useState<{ body: Record<string, unknown>; preview: Preview } | null>(null);
  return (
    <>
      <SchemaForm
        schema={schema()}
        {...(filled && { stored: filled })}
        go={say("silence.try")}
        send={async (body) => {
          setTried(null);
          setTried({ body, preview: await call("POST /silences/preview", { body }) });
        }}
      />
      <div role="status">{tried && <Hidden preview={tried.preview} />}</div>
      {tried && (
        <Deed
          act={async () => {
            await call("POST /silences", { body: tried.body });
            done();
            toast(say("silence.made"));
          }}
        >
          {say("silence.make")}
        </Deed>
      )}
    </>
  );
}

function Hidden({ preview: { ends_at, ...found } }: { preview: Preview }) {
  return (
    <>
      <p>
        {say("silence.until")}: <Moment at={ends_at} />
      </p>
      <WouldHide {...found} />
    </>
  );
}

/** What would be hidden of what fires now. */
export function WouldHide({ count, exact, alerts, warnings }: Omit<Preview, "starts_at" | "ends_at">) {
  return (
    <>
      <p>{say(exact ? "silence.would" : "silence.wouldMore", { count })}</p>
      {warnings.map(({ kind }) => (
        <p key={kind} class="fault">
          {say(`silence.warning.${kind}`)}
        </p>
      ))}
      <ul>
        {alerts.map(({ fingerprint, name, severity, service }) => (
          <li key={fingerprint}>
            <a href={href(`/alerts/${fingerprint}`)}>{name}</a>{" "}
            <span class="soft">
              {severity.slice(0, 4)} {service}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function schema(): Schema {
  return {
    properties: {
      matchers: { title: say("silence.matchers"), description: say("silence.matchers.hint"), type: "array" },
      comment: { title: say("silence.comment"), description: say("silence.comment.hint"), maxLength: 2000 },
      starts_at: {
        title: say("silence.from"),
        description: say("silence.from.hint"),
        type: ["string", "null"],
        format: "date-time",
      },
      duration: lengths(say("silence.length")),
      ends_with_alerts: { title: say("silence.withAlerts"), type: "boolean", default: false },
    },
    required: ["matchers", "comment", "duration"],
  };
}

function lengths(title: string): Schema {
  return {
    title,
    enum: [...LENGTHS],
    titles: LENGTHS.map((one) => say(`silence.length.${one}`)),
    default: USUAL,
  };
}
