import type { ScheduleFault, Shift } from "../api/schema";
import { say } from "../words";
import { Caution } from "../shell/caution";
import { isUncalled, type Span } from "./lanes";
import { When } from "./when";

type Line = { from: string; until: string; level: number; shift: Shift | null; fault: ScheduleFault | null };

/** The lanes in words: every shift, gap and overlap in its order. */
export function ShiftTable({
  shifts,
  faults,
  window,
  zone,
  choose,
}: {
  shifts: Shift[];
  faults: ScheduleFault[];
  window: Span;
  zone: string;
  choose: ((level: number, span: Span) => void) | null;
}) {
  const lines: Line[] = [
    ...shifts.map((shift) => ({ ...shift, shift, fault: null })),
    ...faults
      .filter(({ kind }) => kind === "gap" || kind === "overlap")
      .map((fault) => ({ ...fault, shift: null, fault })),
  ].sort((a, b) => a.level - b.level || a.from.localeCompare(b.from));
  if (lines.length === 0) return <p>{say("schedule.none")}</p>;
  return (
    <ul class="list shifts" aria-label={say("schedule.shifts")}>
      {lines.map((line) => (
        <li key={`${line.level} ${line.from} ${line.shift?.user.id ?? line.fault?.kind}`} class="entry">
          <span class="shift-who">
            {line.shift && <strong>{line.shift.user.username}</strong>}{" "}
            {line.fault?.kind === "gap" && (
              <strong class="gap-word">
                <Caution /> {say("schedule.gap")}
              </strong>
            )}
            {line.fault?.kind === "overlap" && (
              <strong>
                ▤ {say("schedule.overlap")} {line.fault.layers?.join(", ")}
              </strong>
            )}
            {line.shift && isUncalled(line.shift, faults) && (
              <span class="uncalled">
                <Caution /> {say("reach.cannot")}
              </span>
            )}{" "}
            <span class="soft">
              {say("oncall.level", { level: line.level })}
              {line.shift && ` · ${why(line.shift)}`}
            </span>
          </span>
          <span class="wrap">
            {Date.parse(line.from) > window.from ? <When at={line.from} zone={zone} /> : say("schedule.before")} –{" "}
            {Date.parse(line.until) < window.until ? <When at={line.until} zone={zone} /> : say("schedule.beyond")}
          </span>
          {choose && Date.parse(line.until) > Date.now() && line.fault?.kind !== "overlap" && (
            <button
              type="button"
              onClick={() =>
                choose(line.level, {
                  from: Math.max(Date.parse(line.from), Math.ceil(Date.now() / 60_000) * 60_000),
                  until: Date.parse(line.until),
                })
              }
            >
              {say("schedule.replace")}
              <span class="unseen"> {line.shift?.user.username ?? say("schedule.gap")}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function why(shift: Shift): string {
  const of = shift.instead_of?.map(({ username }) => username).join(", ") ?? "";
  switch (shift.because) {
    case "turn":
      return say("schedule.because.turn", { layer: shift.layer ?? "" });
    case "cover":
      return say("schedule.because.cover", { who: of, layer: shift.layer ?? "" });
    case "override":
      return say("schedule.because.override");
  }
}
