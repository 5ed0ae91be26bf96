import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Incident, Self } from "../api/schema";
import { iso, localOf } from "../oncall/clock";
import { ownZone } from "../oncall/when";
import { minutesOf } from "../policies/minutes";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { ToldOf } from "./told";

const STATUSES = ["investigating", "identified", "monitoring", "resolved"] as const;
const LONGEST = 2_000;
const MINUTE = 60_000;

/** Writes an update: for stakeholders, with when they hear more, or on the status page. Nothing is copied from the incident. */
export function WritingUpdate({
  me,
  incident,
  told: { updates, page },
  done,
  close,
}: {
  me: Self;
  incident: Incident;
  told: ToldOf;
  done: () => void;
  close: () => void;
}) {
  const [audience, setAudience] = useState("");
  // Sent again after an answer was lost, it is still sent once.
  const [key] = useState(() => crypto.randomUUID());
  const last = updates?.items[0]?.status ?? "investigating";
  const [chosen, setChosen] = useState<string | null>(null);
  // What is written about a resolved incident may be opened before the incident itself is read again.
  const status = chosen ?? (incident.is_open ? last : "resolved");
  const open = me.permissions.includes("status_page.publish")
    ? (page?.published ?? []).filter(({ resolved_at }) => resolved_at === null)
    : [];
  const isLast = !incident.is_open || status === "resolved";
  const every = updates?.every ?? null;
  const usual = every === null ? "" : localOf(Date.now() + minutesOf(every) * MINUTE, ownZone());
  return (
    <Dialog title={say("update.write.title", { id: incident.short_id })} close={close} drawer>
      <Form
        go={say(audience === "" ? "update.send" : "update.publish")}
        send={async ({ message = "", next_by: next }) => {
          if (audience === "") {
            await call("POST /incidents/{id}/updates", {
              path: { id: incident.id },
              idempotencyKey: key,
              body: {
                status: status as (typeof STATUSES)[number],
                message,
                next_by: isLast || next === undefined ? null : iso(next, ownZone()),
              },
            });
          } else {
            await call("POST /status-page/incidents/{id}/updates", {
              path: { id: audience },
              body: { state: status as (typeof STATUSES)[number], message },
            });
          }
          toast(say(audience === "" ? "update.sent" : "update.published"));
          done();
          close();
        }}
      >
        <p class="field">
          <label for="update-audience">{say("update.audience")}</label>
          <select id="update-audience" onChange={(event) => setAudience(event.currentTarget.value)}>
            <option value="">{say("update.stakeholders", { count: updates?.receivers ?? 0 })}</option>
            {open.map(({ id, title }) => (
              <option key={id} value={id}>
                {say("update.public", { title })}
              </option>
            ))}
          </select>
        </p>
        {audience === "" && updates?.receivers === 0 && <p class="soft">{say("update.nobody")}</p>}
        <p class="field">
          <label for="update-status">{say("update.status")}</label>
          <select id="update-status" onChange={(event) => setChosen(event.currentTarget.value)}>
            {STATUSES.map((one) => (
              <option key={one} value={one} selected={one === status}>
                {say(`update.status.${one}`)}
              </option>
            ))}
          </select>
        </p>
        <p class="field">
          <label for="update-message">{say("update.message")}</label>
          <textarea
            id="update-message"
            name="message"
            rows={5}
            maxLength={LONGEST}
            required
            aria-describedby="update-message-hint"
          />
          <small id="update-message-hint" class="soft">
            {say("update.message.hint")}
          </small>
        </p>
        {audience === "" && !isLast && (
          <Field
            label={say("update.by", { zone: ownZone() })}
            hint={say("update.by.hint")}
            name="next_by"
            id="update-by"
            type="datetime-local"
            defaultValue={usual}
          />
        )}
      </Form>
    </Dialog>
  );
}
