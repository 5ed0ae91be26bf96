import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Managed } from "../manage/manage";
import { People } from "../oncall/people";
import type { PageProps } from "../pages";
import { minutesOf } from "../policies/minutes";
import { call } from "../api/client";
import { Caution } from "../shell/caution";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { lengthOf } from "../shell/length";
import { Ready, useRead } from "../shell/read";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { warned } from "../shell/warning";
import { say } from "../words";
import { FallbackForm, readFallback, WhoIsFallback } from "./fallback";
import { MatrixForm, MatrixTable } from "./matrix";
import { readRooms, RoomRules, RoomsForm } from "./rooms";

/** How often grouped notifications may be sent, from minutes to a day. */
const EVERY = ["PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "PT2H", "PT4H", "PT12H", "PT24H"] as const;

/** How people of this tenant are notified unless they, their team or a policy say otherwise; one section for each setting. */
export function NotificationSettings({ me }: PageProps) {
  const mayManage = me.permissions.includes("notification.manage");
  const mayChoose = me.permissions.includes("fallback.manage");
  return (
    <Managed me={me} title={say("manage.notices")}>
      <Setting
        id="matrix"
        title={say("notices.matrix")}
        about={say("notices.matrix.about")}
        mayChange={mayManage}
        read={(signal) => call("GET /notification-matrix", { signal })}
        show={({ rows }) => <MatrixTable rows={rows} />}
        form={({ rows, version }, done) => (
          <MatrixForm
            rows={rows}
            send={async (rows) => {
              await call("PUT /notification-matrix", { body: { rows }, version });
              done();
            }}
          />
        )}
      />
      <Setting
        id="digests"
        title={say("notices.digests")}
        about={say("notices.digests.about")}
        mayChange={mayManage}
        read={(signal) => call("GET /delivery-policy", { signal })}
        show={({ group_every: every, digest_at: at, time_zone: zone }) => (
          <ul class="list">
            <li>{say("notices.digests.grouped", { every: lengthOf(minutesOf(every) * 60) })}</li>
            <li>{say("notices.digests.daily", { at, zone })}</li>
          </ul>
        )}
        form={(policy, done) => {
          const every = [...new Set([...EVERY, policy.group_every])].sort((a, b) => minutesOf(a) - minutesOf(b));
          return (
            <SchemaForm
              schema={{
                properties: {
                  group_every: {
                    title: say("notices.digests.every"),
                    enum: every,
                    titles: every.map((one) => lengthOf(minutesOf(one) * 60)),
                  },
                  digest_at: {
                    title: say("notices.digests.at"),
                    description: say("notices.digests.at.hint"),
                    format: "time",
                  },
                  time_zone: { title: say("notices.digests.zone"), description: say("notices.digests.zone.hint") },
                },
                required: ["group_every", "digest_at", "time_zone"],
              }}
              stored={policy}
              go={say("save")}
              send={async (body) => {
                await call("PUT /delivery-policy", { body, version: policy.version });
                done();
              }}
            />
          );
        }}
      />
      <Setting
        id="last-resort"
        title={say("notices.last")}
        about={say("notices.last.about")}
        mayChange={mayChoose}
        read={(signal) => call("GET /on-call/default", { signal })}
        show={({ user, warnings }) =>
          user === null ? (
            <p class="gap-word">
              <Caution /> {say("notices.last.none")}
            </p>
          ) : (
            <>
              <p>
                <strong>{user.username}</strong>
              </p>
              {warnings?.map((one) => (
                <p key={one.kind} class="uncalled">
                  <Caution /> {warned(one)}
                </p>
              ))}
            </>
          )
        }
        form={({ user }, done) => (
          <Form
            go={say("save")}
            send={async (values) => {
              const saved = await call("PUT /on-call/default", { body: { user: values["last_resort"] ?? null } });
              done((saved.warnings ?? []).map(warned).join(" "));
            }}
          >
            <People
              me={me}
              label={say("notices.last.who")}
              hint={say("notices.last.who.hint")}
              name="last_resort"
              value={user?.username}
              optional
            />
          </Form>
        )}
      />
      <Setting
        id="fallback"
        title={say("notices.fallback")}
        about={say("notices.fallback.about")}
        mayChange={mayChoose}
        read={readFallback}
        show={(contacts) => <WhoIsFallback contacts={contacts} />}
        form={(contacts, done) => <FallbackForm stored={contacts} done={done} />}
      />
      <Setting
        id="codes"
        title={say("notices.codes")}
        about={say("notices.codes.about")}
        mayChange={mayManage}
        read={(signal) => call("GET /verification-settings", { signal })}
        show={({ phone_prefixes: prefixes, is_chosen: isChosen }) =>
          prefixes.length === 0 ? (
            <p>{say("notices.codes.none")}</p>
          ) : (
            <p>
              <strong>{prefixes.map((one) => `+${one}`).join(", ")}</strong>{" "}
              {!isChosen && <span class="soft">{say("notices.codes.usual")}</span>}
            </p>
          )
        }
        form={({ phone_prefixes: prefixes, version }, done) => (
          <Form
            go={say("save")}
            send={async (values) => {
              await call("PUT /verification-settings", {
                body: { phone_prefixes: prefixesOf(values["phone_prefixes"] ?? "") },
                version,
              });
              done();
            }}
          >
            <Field
              label={say("notices.codes.prefixes")}
              hint={say("notices.codes.prefixes.hint")}
              name="phone_prefixes"
              autocomplete="off"
              defaultValue={prefixes.map((one) => `+${one}`).join(", ")}
            />
          </Form>
        )}
      />
      {me.permissions.includes("room.read") && (
        <Setting
          id="rooms"
          title={say("notices.rooms")}
          about={say("notices.rooms.about")}
          mayChange={me.permissions.includes("room.manage")}
          read={readRooms}
          show={(rooms) => <RoomRules rooms={rooms} />}
          form={(rooms, done) => <RoomsForm rooms={rooms} done={done} />}
        />
      )}
    </Managed>
  );
}

/** As people write them, with or without the plus. */
function prefixesOf(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .map((one) => one.replace(/^\+/, ""))
    .filter((one) => one !== "");
}

/** One setting: what it does, what holds, and the form that changes it, beside it. */
function Setting<T>({
  id,
  title,
  about,
  mayChange,
  read,
  show,
  form,
}: {
  id: string;
  title: string;
  about: string;
  mayChange: boolean;
  read: (signal: AbortSignal) => Promise<T>;
  show: (value: T) => ComponentChildren;
  /** Done is what it calls when something was saved, with what else there is to say. */
  form: (value: T, done: (more?: string) => void) => ComponentChildren;
}) {
  const [open, setOpen] = useState<{ value: T } | null>(null);
  const [saves, setSaves] = useState(0);
  // Until what was saved is read again, nobody may change the value from before it.
  const there = useRead(`${id} ${saves}`, read);
  const done = (more = "") => {
    setOpen(null);
    setSaves(saves + 1);
    toast(`${say("saved")} ${more}`.trim());
  };
  const close = () => {
    setOpen(null);
    // Somebody else may have changed it meanwhile.
    there.again();
  };
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p class="soft">{about}</p>
      <Ready read={there}>
        {(value) => (
          <>
            {show(value)}
            {mayChange && (
              <p class="acts">
                <button type="button" onClick={() => setOpen({ value })}>
                  {say("notices.change")}
                  <span class="unseen"> {title}</span>
                </button>
              </p>
            )}
          </>
        )}
      </Ready>
      {open !== null && (
        <Dialog drawer title={title} close={close}>
          {form(open.value, done)}
        </Dialog>
      )}
    </section>
  );
}
