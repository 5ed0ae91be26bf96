import type { Answer } from "../api/client";
import { SeverityMark } from "../incidents/marks";
import { minutesOf } from "../policies/minutes";
import { Form } from "../shell/form";
import { lengthOf } from "../shell/length";
import { Grid } from "../shell/table";
import { say } from "../words";

type Row = Answer<"GET /notification-matrix">["rows"][number];

const MEDIA = ["chat", "email", "sms", "voice"] as const;
type Medium = (typeof MEDIA)[number];

const PROMPT = ["at_once", "within PT5M", "within PT10M", "within PT15M", "within PT30M", "within PT1H"];
const COLLECTED = ["grouped", "daily", "weekly"];

/** How soon, in words. */
function timingOf(timing: string): string {
  const within = /^within (.+)$/.exec(timing)?.[1];
  if (within !== undefined) return say("timing.within", { length: lengthOf(minutesOf(within) * 60) });
  switch (timing) {
    case "at_once":
    case "grouped":
    case "daily":
    case "weekly":
    case "never":
      return say(`timing.${timing}`);
    default:
      return timing;
  }
}

/** What makes sense there, and what is stored: a page never waits for a digest, and no call tells of many incidents. */
function choicesOf(row: Row, medium: Medium): string[] {
  const waits = medium !== "voice" && /^SEV[34]/.test(row.severity);
  return [...new Set([...PROMPT, ...(waits ? COLLECTED : []), "never", row[medium]])];
}

export function MatrixTable({ rows }: { rows: Row[] }) {
  return (
    <Grid
      label={say("notices.matrix")}
      rows={rows}
      id={({ severity }) => severity}
      columns={[
        { title: say("notices.matrix.severity"), show: ({ severity }) => <SeverityMark severity={severity} /> },
        ...MEDIA.map((medium) => ({
          title: say(`medium.${medium}`),
          show: (row: Row) => timingOf(row[medium]),
        })),
      ]}
    />
  );
}

/** A severity after the other, each with its four media. */
export function MatrixForm({ rows, send }: { rows: Row[]; send: (rows: Row[]) => Promise<void> }) {
  return (
    <Form
      go={say("save")}
      send={(values) =>
        send(
          rows.map((row) => {
            const chosen = (medium: Medium) => values[`${row.severity} ${medium}`] ?? row[medium];
            return {
              severity: row.severity,
              chat: chosen("chat"),
              email: chosen("email"),
              sms: chosen("sms"),
              voice: chosen("voice"),
            };
          }),
        )
      }
    >
      {rows.map((row) => (
        <fieldset key={row.severity} class="matrix">
          <legend>
            <SeverityMark severity={row.severity} />
          </legend>
          {MEDIA.map((medium) => (
            <label key={medium} class="field">
              {say(`medium.${medium}`)}
              <select name={`${row.severity} ${medium}`} defaultValue={row[medium]}>
                {choicesOf(row, medium).map((one) => (
                  <option key={one} value={one} selected={one === row[medium]}>
                    {timingOf(one)}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </fieldset>
      ))}
    </Form>
  );
}
