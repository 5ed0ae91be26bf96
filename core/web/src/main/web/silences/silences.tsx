import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { href } from "../shell/router";
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

/** What hides alerts for a time, what each hides, and the way to make and end one. */
export function Silences({ me }: PageProps) {
  const [isNew, setNew] = useState(false);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("silence.manage");
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed
      me={me}
      title={say("manage.silences")}
      about={say("silences.about")}
      actions={
        mayManage && (
          <button type="button" class="primary" onClick={() => setNew(true)}>
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
            show: ({ comment, created_by, window }) => (
              <>
                {comment}{" "}
                {window ? (
                  <a href={href("/maintenance")}>{say("silence.ofWindow")}</a>
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
          acts: (one: Silence) =>
            one.state === "expired" ? null : (
              <Deed
                about={one.matchers.join(", ")}
                act={async () => {
                  await call("DELETE /silences/{id}", { path: { id: one.id } });
                  again();
                  toast(say("silence.ended"));
                }}
              >
                {say("silence.end")}
              </Deed>
            ),
        })}
      />
      {isNew && (
        <Dialog drawer title={say("silence.add")} close={() => setNew(false)}>
          <NewSilence
            done={() => {
              setNew(false);
              again();
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}

/** First says what it would hide; what was tried is what is made. */
function NewSilence({ done }: { done: () => void }) {
  const [tried, setTried] = useState<{ body: Record<string, unknown>; preview: Preview } | null>(null);
  return (
    <>
      <SchemaForm
        schema={schema()}
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
      duration: {
        title: say("silence.length"),
        enum: [...LENGTHS],
        titles: LENGTHS.map((one) => say(`silence.length.${one}`)),
        default: "PT2H",
      },
      ends_with_alerts: { title: say("silence.withAlerts"), type: "boolean", default: false },
    },
    required: ["matchers", "comment", "duration"],
  };
}
