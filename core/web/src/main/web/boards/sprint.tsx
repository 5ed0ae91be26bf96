import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Download } from "../shell/download";
import { Choice } from "../shell/inputs";
import { Ready, useRead } from "../shell/read";
import { Rich } from "../shell/rich";
import { go, href } from "../shell/router";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { locale, say, spoken } from "../words";
import { titleOf } from "./backlog";
import { BurndownChart } from "./burndown";
import { mayManage } from "./cards";
import { dayOf } from "./days";
import { Head } from "./head";
import { EditSprint, type Sprint, start } from "./sprint-form";

type Report = NonNullable<Sprint["report"]>;
type Open = "edit" | "close" | "retro";

const SPRINTS = 100;
const TEMPLATES = ["start", "four", "mad"] as const;

/** How a sprint goes, or how it went: that of a closed one stays as it was. */
export function SprintPage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const number = params["number"] ?? "";
  const [turn, setTurn] = useState(0);
  const [open, setOpen] = useState<Open | null>(null);
  const read = useRead(`sprint ${id} ${number} ${turn}`, async (signal) => {
    const path = { id };
    const [board, sprint, sprints] = await Promise.all([
      call("GET /boards/{id}", { path, signal }),
      call("GET /boards/{id}/sprints/{number}", { path: { id, number }, signal }),
      call("GET /boards/{id}/sprints", { path, query: { limit: SPRINTS }, signal }),
    ]);
    return { board, sprint, sprints: sprints.items };
  });
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  const done = () => {
    setOpen(null);
    setTurn((before) => before + 1);
  };
  const sprint = read.value?.sprint ?? null;
  const manages = read.value !== null && mayManage(me, read.value.board);
  return (
    <>
      <Head
        id={id}
        title={sprint === null ? say("boards.sprint", { number }) : titleOf(sprint)}
        sprint={Number(number)}
        open="sprint"
        about={sprint !== null && <About sprint={sprint} />}
        actions={
          <>
            {sprint !== null && sprint.report !== null && (
              <Download
                path={`/boards/${id}/sprints/${number}/report?language=${spoken()}`}
                name={`sprint-${number}.pdf`}
                look="button"
              >
                {say("boards.sprint.pdf")}
              </Download>
            )}
            {manages && sprint !== null && sprint.state !== "closed" && (
              <>
                <button type="button" onClick={() => setOpen("edit")}>
                  {say("boards.sprint.edit")}
                </button>
                {sprint.state === "active" ? (
                  <button type="button" class="primary" onClick={() => setOpen("close")}>
                    {say("boards.sprint.close")}
                  </button>
                ) : (
                  <Deed
                    primary
                    act={async () => {
                      await start(id, sprint.number);
                      done();
                    }}
                  >
                    {say("boards.sprint.start")}
                  </Deed>
                )}
              </>
            )}
          </>
        }
      />
      <Ready read={read}>
        {({ sprint, sprints }) => (
          <>
            <div class="filters">
              <Choice
                label={say("boards.sprint.other")}
                value={number}
                choices={sprints.map((one) => [
                  String(one.number),
                  `${titleOf(one)} (${say(`boards.sprint.state.${one.state}`)})`,
                ])}
                set={(other) => go(`/boards/${id}/sprints/${other}`)}
              />
            </div>
            {sprint.goal !== "" && (
              <p>
                <strong>{say("boards.sprint.goal")}:</strong> {sprint.goal}
              </p>
            )}
            {sprint.report === null ? (
              <p class="soft">{say("boards.sprint.notyet")}</p>
            ) : (
              <>
                <Figures sprint={sprint} report={sprint.report} />
                <BurndownChart report={sprint.report} />
                <Lines title={say("boards.unfinished")} lines={sprint.report.unfinished} />
                <Lines title={say("boards.finished")} lines={sprint.report.finished} />
              </>
            )}
            <section class="panel">
              <h2>
                {say("boards.retro")}
                {manages && (
                  <button type="button" class="quiet" onClick={() => setOpen("retro")}>
                    {say("boards.retro.edit")}
                  </button>
                )}
              </h2>
              {sprint.retrospective === "" ? (
                <p class="soft">{say("boards.retro.none")}</p>
              ) : (
                <Rich text={sprint.retrospective} />
              )}
            </section>
            {open === "edit" && <EditSprint board={id} sprint={sprint} done={done} close={() => setOpen(null)} />}
            {open === "close" && <Closing board={id} sprint={sprint} done={done} close={() => setOpen(null)} />}
            {open === "retro" && <Retrospective board={id} sprint={sprint} done={done} close={() => setOpen(null)} />}
          </>
        )}
      </Ready>
    </>
  );
}

/** Its days, what is left, and how far that is from an even pace. */
function About({ sprint }: { sprint: Sprint }) {
  const days = say("boards.sprint.days", { from: dayOf(sprint.starts_on), until: dayOf(sprint.ends_on) });
  if (sprint.report === null || sprint.state === "closed") return <>{days}</>;
  const { left, days: all } = sprint.report.burndown;
  const known = all.findLastIndex((day) => day.left !== null);
  const even = all[known]?.even ?? 0;
  const off = Math.round(left.points - even);
  const toGo = all.slice(known + 1).filter((day) => day.is_working_day).length;
  return (
    <>
      {days} · <strong>{say("boards.left", { count: left.points })}</strong>,{" "}
      {off === 0
        ? say("boards.pace.even")
        : say(off > 0 ? "boards.pace.above" : "boards.pace.below", { count: Math.abs(off) })}
      {" · "}
      {say("boards.togo", { count: toGo })}
    </>
  );
}

function Figures({ sprint: { velocity }, report }: { sprint: Sprint; report: Report }) {
  const { committed, done, left, added, removed } = report.burndown;
  return (
    <dl class="kpis">
      <Kpi
        title={say("boards.kpi.committed")}
        value={committed.points}
        hint={say("boards.kpi.committed.hint", { count: committed.items })}
      />
      <Kpi
        title={say("boards.kpi.done")}
        value={done.points}
        hint={say("boards.kpi.done.hint", { count: done.items, all: done.items + left.items })}
      />
      <Kpi
        title={say("boards.kpi.added")}
        value={added.points}
        hint={say("boards.kpi.added.hint", { count: removed.points })}
      />
      <Kpi
        title={say("boards.kpi.velocity")}
        value={velocity?.median ?? "–"}
        hint={
          velocity === null
            ? say("boards.kpi.velocity.none")
            : say("boards.kpi.velocity.hint", {
                count: velocity.sprints,
                least: velocity.least,
                most: velocity.most,
              })
        }
      />
      <Kpi
        title={say("boards.kpi.incidents")}
        value={report.from_incidents.items}
        unit={say("boards.items.unit")}
        hint={say("boards.kpi.incidents.hint", { count: report.from_incidents.points })}
      />
    </dl>
  );
}

function Kpi({
  title,
  value,
  unit = say("boards.points.unit"),
  hint,
}: {
  title: string;
  value: number | string;
  unit?: string;
  hint: ComponentChildren;
}) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <strong>{typeof value === "number" ? value.toLocaleString(locale()) : value}</strong>
        {typeof value === "number" && <span>{unit}</span>}
        <span>{hint}</span>
      </dd>
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: Report["unfinished"] }) {
  if (lines.length === 0) return null;
  const points = lines.reduce((sum, one) => sum + (one.points ?? 0), 0);
  return (
    <section class="panel">
      <h2>{title}</h2>
      <p class="soft">{say("boards.sums", { count: lines.length, points })}</p>
      <ul class="list plain">
        {lines.map(({ key, title, points, incident }) => (
          <li key={key} class="acts">
            <a href={href(`/tasks/${key}`)}>
              {key} {title}
            </a>
            {incident !== null && <a href={href(`/incidents/${incident}`)}>{say("boards.from", { incident })}</a>}
            {points !== null && <span class="soft">{say("boards.pt", { count: points })}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asks where the unfinished items go. */
function Closing({
  board,
  sprint,
  done,
  close,
}: {
  board: string;
  sprint: Sprint;
  done: () => void;
  close: () => void;
}) {
  const { number } = sprint;
  return (
    <Dialog title={say("boards.sprint.close")} close={close}>
      <p>{say("boards.sprint.close.about", { count: sprint.report?.burndown.left.items ?? 0 })}</p>
      <div class="acts">
        {(["next_sprint", "backlog"] as const).map((unfinished) => (
          <Deed
            key={unfinished}
            primary={unfinished === "next_sprint"}
            act={async () => {
              await call("POST /boards/{id}/sprints/{number}/close", {
                path: { id: board, number: String(number) },
                body: { unfinished },
              });
              toast(say("boards.sprint.closed", { number }));
              done();
            }}
          >
            {say(unfinished === "backlog" ? "boards.sprint.close.backlog" : "boards.sprint.close.next")}
          </Deed>
        ))}
      </div>
    </Dialog>
  );
}

/** What the team says of its sprint. A template begins it (AGL-05). */
function Retrospective({
  board,
  sprint,
  done,
  close,
}: {
  board: string;
  sprint: Sprint;
  done: () => void;
  close: () => void;
}) {
  const [text, setText] = useState(sprint.retrospective);
  return (
    <Dialog drawer title={say("boards.retro")} close={close}>
      {sprint.retrospective === "" && (
        <p class="acts">
          <span>{say("boards.retro.template")}</span>
          {TEMPLATES.map((one) => (
            <button key={one} type="button" onClick={() => setText(say(`boards.retro.${one}.text`))}>
              {say(`boards.retro.${one}`)}
            </button>
          ))}
        </p>
      )}
      <SchemaForm
        key={text}
        schema={{
          properties: {
            retrospective: { title: say("boards.retro.text"), maxLength: 20_000, multiline: true },
          },
        }}
        stored={{ retrospective: text }}
        go={say("save")}
        send={async (body) => {
          await call("PATCH /boards/{id}/sprints/{number}", {
            path: { id: board, number: String(sprint.number) },
            version: sprint.version,
            body,
          });
          toast(say("saved"));
          done();
        }}
      />
    </Dialog>
  );
}
