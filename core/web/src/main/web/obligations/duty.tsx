import { useState } from "preact/hooks";
import type { Answer } from "../api/client";
import { ownZone } from "../oncall/when";
import { href } from "../shell/router";
import { Ago, Moment } from "../shell/time";
import { say, type Word } from "../words";
import { Facts } from "./facts";
import { Submission } from "./submission";
import { Waiver } from "./waiver";

export type Duty = Answer<"GET /obligations">["items"][number];
export type Stage = Duty["stages"][number];

const OPEN: ReadonlySet<Stage["state"]> = new Set(["pending", "running", "overdue"]);

export const isOpen = ({ state }: Stage) => OPEN.has(state);

/** What a report is called. */
export function stageName({ id, name }: Pick<Stage, "id" | "name">): string {
  const word = `law.stage.${id}`;
  const said = say(word as Word);
  return said === word ? name : said;
}

/**
 * One legal duty: its stages with their limits, why each is due then, and what was stated and proved.
 *
 * @param mayChange whether its reader may record what happened
 * @param mayWaive whether its reader may end a stage without a report
 * @param isBeside whether it stands beside its own incident
 */
export function DutyCard({
  duty,
  mayChange,
  mayWaive,
  isBeside = false,
  changed,
}: {
  duty: Duty;
  mayChange: boolean;
  mayWaive: boolean;
  isBeside?: boolean;
  changed: () => void;
}) {
  const [form, setForm] = useState<"submit" | "waive" | "facts" | null>(null);
  const heading = `duty-${duty.id}`;
  const open = duty.stages.filter(isOpen);
  const done = () => {
    setForm(null);
    changed();
  };
  return (
    <section class="panel" aria-labelledby={heading}>
      <h2 id={heading}>
        <span class={`pill ${tone(duty)}`}>{duty.regime_name}</span>{" "}
        {!isBeside && (
          <>
            {duty.incident.title} <a href={href(`/incidents/${duty.incident.short_id}`)}>{duty.incident.short_id}</a>
          </>
        )}
        {isBeside && say(`law.state.${duty.state}`)}
      </h2>
      <ol class="stages" aria-label={say("law.stages")}>
        {duty.stages.map((stage) => (
          <li
            key={stage.id}
            class={isOpen(stage) ? "" : "done"}
            aria-current={stage.id === open[0]?.id ? "step" : undefined}
          >
            <strong>{stageName(stage)}</strong>
            <span>
              <StageState duty={duty} stage={stage} />
            </span>
          </li>
        ))}
      </ol>
      {!isBeside && <Known duty={duty} />}
      <details>
        <summary>
          {say("law.why")}
          {!isBeside && <span class="unseen"> {duty.incident.short_id}</span>}
        </summary>
        {isBeside && <Known duty={duty} />}
        <Why duty={duty} />
      </details>
      {duty.state !== "closed" && (mayChange || mayWaive) && (
        <div class="acts">
          {mayChange && (
            <button type="button" class={isBeside ? undefined : "primary"} onClick={() => setForm("submit")}>
              {say("law.submit")}
              <span class="unseen"> {duty.incident.short_id}</span>
            </button>
          )}
          {mayChange && (
            <button type="button" onClick={() => setForm("facts")}>
              {say("law.facts")}
              <span class="unseen"> {duty.incident.short_id}</span>
            </button>
          )}
          {mayWaive && (
            <button type="button" onClick={() => setForm("waive")}>
              {say("law.waive")}
              <span class="unseen"> {duty.incident.short_id}</span>
            </button>
          )}
        </div>
      )}
      {form === "submit" && <Submission duty={duty} done={done} close={() => setForm(null)} />}
      {form === "waive" && <Waiver duty={duty} done={done} close={() => setForm(null)} />}
      {form === "facts" && <Facts duty={duty} zone={ownZone()} done={done} close={() => setForm(null)} />}
    </section>
  );
}

function tone({ state }: Duty): string {
  return state === "overdue" ? "bad" : state === "open" ? "warn" : "ok";
}

function StageState({ duty, stage }: { duty: Duty; stage: Stage }) {
  const [first] = stage.submissions;
  if (stage.state === "pending") return <>{waits(duty, stage)}</>;
  if (first)
    return (
      <>
        {say(`law.stage.state.${stage.state}`)} <Moment at={first.at} />
      </>
    );
  return (
    <>
      {say(`law.stage.state.${stage.state}`)}{" "}
      {stage.due_at !== null && isOpen(stage) && (
        <>
          <Moment at={stage.due_at} /> · <Ago at={stage.due_at} isDue />
        </>
      )}
    </>
  );
}

/** What a stage waits for before anything runs. */
function waits(duty: Duty, stage: Stage): string {
  const [piece] = stage.because;
  const of = duty.stages.find(({ id }) => id === piece?.stage);
  return of ? say("law.waits.stage", { stage: stageName(of) }) : say(`law.waits.${piece?.anchor}` as Word);
}

function Known({ duty }: { duty: Duty }) {
  const facts: Array<[Word, string | null]> = [
    ["law.aware_at", duty.aware_at],
    ["law.detected_at", duty.detected_at],
    ["law.classified_at", duty.classified_at],
    ["law.measure_available_at", duty.measure_available_at],
    ["law.handled_at", duty.handled_at],
    ["law.reminder", duty.stages.find(isOpen)?.remind_at ?? null],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([word, at]) =>
          at !== null && (
            <div key={word}>
              <dt>{say(word)}</dt>
              <dd>
                <Moment at={at} />
              </dd>
            </div>
          ),
      )}
      <div>
        <dt>{say("law.owner")}</dt>
        <dd>{duty.owner?.username ?? say("law.owner.none")}</dd>
      </div>
      {duty.scope && (
        <div>
          <dt>{say("law.scope")}</dt>
          <dd>{duty.scope.name}</dd>
        </div>
      )}
    </dl>
  );
}

/** From what each limit follows, piece by piece, and what was written down. */
function Why({ duty }: { duty: Duty }) {
  return (
    <>
      {duty.source_url === "" ? (
        <p>{say("law.own")}</p>
      ) : (
        <p>
          <a href={duty.source_url} rel="noreferrer">
            {duty.source}
          </a>{" "}
          · {say("law.zone", { zone: duty.time_zone })}
        </p>
      )}
      <ul>
        {duty.stages.flatMap((stage) =>
          stage.because.map((piece) => (
            <li key={stage.id + piece.anchor + piece.stage}>
              <strong>{stageName(stage)}</strong>: {termOf(duty, piece)}
              {piece.due_at !== null && (
                <>
                  {" → "}
                  <Moment at={piece.due_at} /> {piece.counts && say("law.counts")}
                </>
              )}
              {piece.counts && stage.rolled_from !== null && stage.due_at !== null && (
                <>
                  {" "}
                  {say("law.rolled")} <Moment at={stage.due_at} />
                </>
              )}
            </li>
          )),
        )}
        {duty.stages.flatMap((stage) => [
          ...stage.submissions.map((one) => (
            <li key={stage.id + one.recorded_at}>
              <strong>{stageName(stage)}</strong>: {one.authority}, {one.reference}, <Moment at={one.at} /> ·{" "}
              {say("law.proof", { document: one.document, by: one.submitted_by })}
              {one.reason !== null && ` · ${one.reason}`}
            </li>
          )),
          ...(stage.waiver
            ? [
                <li key={stage.id + stage.waiver.recorded_at}>
                  <strong>{stageName(stage)}</strong>: {say(`law.stage.state.${stage.waiver.kind}`)} ·{" "}
                  {stage.waiver.reason} · {stage.waiver.author}
                </li>,
              ]
            : []),
        ])}
        {duty.history
          .filter(({ reason }) => reason !== null)
          .map((one) => (
            <li key={one.fact + one.recorded_at}>
              <strong>{say(`law.${one.fact}`)}</strong>:{" "}
              {one.at === null ? say("law.withdrawn") : <Moment at={one.at} />} · {one.reason} · {one.author}
            </li>
          ))}
      </ul>
    </>
  );
}

function termOf(duty: Duty, { anchor, stage, length }: Stage["because"][number]): string {
  const of = duty.stages.find(({ id }) => id === stage);
  const long =
    length.unit === "months" && length.amount === 1
      ? say("law.length.month")
      : say(`law.length.${length.unit}`, { count: length.amount });
  return say("law.term", {
    length: long,
    anchor: of
      ? say(anchor === "last_submission" ? "law.anchor.last" : "law.anchor.submission", { stage: stageName(of) })
      : say(`law.anchor.${anchor}` as Word),
  });
}
