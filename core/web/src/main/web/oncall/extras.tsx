import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Schedule, Self } from "../api/schema";
import { Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Day } from "./clock";
import { When } from "./when";

/** What those who come on should know, from those who were on call. */
export function Notes({ me, schedule, zone }: { me: Self; schedule: Schedule; zone: string }) {
  const path = { schedule: schedule.id };
  const read = useRead(
    `notes ${schedule.id}`,
    (signal) => call("GET /schedules/{schedule}/hand-over-notes", { path, query: { limit: 10 }, signal }),
    ["schedule"],
  );
  const [turn, setTurn] = useState(0);
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">{say("note.title")}</h2>
      <Ready read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{say("note.none")}</p>
          ) : (
            <ul class="list">
              {items.map((one) => (
                <li key={one.id} class="entry">
                  <span>
                    <p class="text">{one.note}</p>
                    <span class="soft">
                      {one.user.username} · {say("note.handOver")} <When at={one.hand_over} zone={zone} />
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Ready>
      {me.permissions.includes("swap.ask") && (
        <details>
          <summary>{say("note.new")}</summary>
          <Form
            key={turn}
            go={say("note.go")}
            send={async (values) => {
              await call("POST /schedules/{schedule}/hand-over-notes", { path, body: { note: values["hand_over"] } });
              setTurn(turn + 1);
              read.again();
              toast(say("note.done"));
            }}
          >
            <p class="field">
              <label for="hand-over">{say("note.text")}</label>
              <textarea id="hand-over" name="hand_over" rows={4} maxLength={5000} required />
            </p>
          </Form>
        </details>
      )}
    </section>
  );
}

/** Who bears how much in the days that are shown. */
export function Fairness({ schedule, zone, days }: { schedule: Schedule; zone: string; days: Day[] }) {
  const from = new Date(days[0]?.from ?? 0).toISOString();
  const to = new Date(days.at(-1)?.until ?? 0).toISOString();
  const read = useRead(
    `fairness ${schedule.id} ${from} ${to}`,
    (signal) => call("GET /schedules/{id}/fairness", { path: { id: schedule.id }, query: { from, to }, signal }),
    ["schedule"],
  );
  const columns = ["hours", "nights", "weekends", "holidays", "pages", "pages_at_night"] as const;
  return (
    <section aria-labelledby="fairness">
      <h2 id="fairness">{say("fair.title")}</h2>
      <p class="soft">{say("fair.text", { zone })}</p>
      <Ready read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{say("fair.none")}</p>
          ) : (
            <ul class="list fair">
              {items.map((one) => (
                <li key={one.user.id} class="entry">
                  <span>
                    <strong>{one.user.username}</strong> <span class="soft">{one.time_zone}</span>
                  </span>
                  <dl class="facts">
                    {columns.map((column) => (
                      <div key={column}>
                        <dt>{say(`fair.${column}`)}</dt>
                        <dd>{one[column].toLocaleString()}</dd>
                      </div>
                    ))}
                  </dl>
                </li>
              ))}
            </ul>
          )
        }
      </Ready>
    </section>
  );
}
