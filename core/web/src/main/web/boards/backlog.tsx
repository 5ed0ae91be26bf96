import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { inWords } from "../shell/failure";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { type Card, mayManage, move } from "./cards";
import { dayOf } from "./days";
import { Head } from "./head";
import { Adding, Planning } from "./item-form";
import { EditSprint, type Listed, start } from "./sprint-form";
import { type Act, Facts } from "./tile";

const AT_ONCE = 500;
const SPRINTS = 50;

/** What is planned for the sprints that are not closed, and what waits for one. */
export function Backlog({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const [turn, setTurn] = useState(0);
  const [open, setOpen] = useState<Card | Listed | "add" | null>(null);
  const read = useRead(`backlog ${id} ${turn}`, async (signal) => {
    const path = { id };
    const [board, sprints, items] = await Promise.all([
      call("GET /boards/{id}", { path, signal }),
      call("GET /boards/{id}/sprints", { path, query: { limit: SPRINTS }, signal }),
      call("GET /boards/{id}/items", { path, query: { limit: AT_ONCE }, signal }),
    ]);
    const active = sprints.items.filter(({ state }) => state !== "closed").toReversed();
    return { board, sprints: active, items: items.items, isWhole: items.next === null };
  });
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  const again = () => setTurn((before) => before + 1);
  const done = () => {
    setOpen(null);
    again();
  };
  const manages = read.value !== null && mayManage(me, read.value.board);
  const numbers = read.value?.sprints.map(({ number }) => number) ?? [];
  return (
    <>
      <Head
        id={id}
        title={read.value?.board.name ?? say("boards.backlog")}
        sprint={numbers[0] ?? null}
        open="backlog"
        actions={
          manages && (
            <>
              <Deed
                act={async () => {
                  const { number } = await call("POST /boards/{id}/sprints", { path: { id }, body: {} });
                  toast(say("boards.sprint.planned", { number }));
                  again();
                }}
              >
                {say("boards.sprint.plan")}
              </Deed>
              <button type="button" class="primary" onClick={() => setOpen("add")}>
                {say("boards.item.add")}
              </button>
            </>
          )
        }
      />
      <Ready read={read}>
        {({ sprints, items, isWhole }) => (
          <>
            {sprints.map((sprint) => (
              <Part
                key={sprint.number}
                id={id}
                title={titleOf(sprint)}
                none={say("boards.sprint.none")}
                items={items.filter((card) => card.sprint === sprint.number)}
                sprints={numbers}
                manages={manages}
                again={again}
                edit={setOpen}
                about={
                  <>
                    {say("boards.sprint.days", { from: dayOf(sprint.starts_on), until: dayOf(sprint.ends_on) })}
                    {sprint.goal !== "" && ` · ${sprint.goal}`}
                  </>
                }
                acts={
                  manages && (
                    <>
                      <button type="button" onClick={() => setOpen(sprint)}>
                        {say("edit")}
                        <span class="unseen"> {titleOf(sprint)}</span>
                      </button>
                      {sprint.state === "planned" && (
                        <>
                          <Deed
                            about={titleOf(sprint)}
                            act={async () => {
                              await call("DELETE /boards/{id}/sprints/{number}", {
                                path: { id, number: String(sprint.number) },
                              });
                              toast(say("boards.sprint.removed", { number: sprint.number }));
                              again();
                            }}
                          >
                            {say("boards.sprint.remove")}
                          </Deed>
                          {!sprints.some(({ state }) => state === "active") && (
                            <Deed
                              about={titleOf(sprint)}
                              act={async () => {
                                await start(id, sprint.number);
                                again();
                              }}
                            >
                              {say("boards.sprint.start")}
                            </Deed>
                          )}
                        </>
                      )}
                    </>
                  )
                }
              />
            ))}
            <Part
              id={id}
              title={say("boards.backlog")}
              none={say("boards.backlog.none")}
              items={items.filter((card) => card.sprint === null || !numbers.includes(card.sprint))}
              sprints={numbers}
              manages={manages}
              again={again}
              edit={setOpen}
            />
            {!isWhole && <p class="soft">{say("boards.backlog.first", { count: AT_ONCE })}</p>}
          </>
        )}
      </Ready>
      {open === "add" && (
        <Adding me={me} board={id} sprints={numbers} sprint={null} done={done} close={() => setOpen(null)} />
      )}
      {open !== null && open !== "add" && "key" in open && (
        <Planning me={me} board={id} card={open} sprints={numbers} done={done} close={() => setOpen(null)} />
      )}
      {open !== null && open !== "add" && "number" in open && (
        <EditSprint board={id} sprint={open} done={done} close={() => setOpen(null)} />
      )}
    </>
  );
}

export function titleOf({ number, name }: Pick<Listed, "number" | "name">): string {
  return name === "" ? say("boards.sprint", { number }) : say("boards.sprint.named", { number, name });
}

/** The items of a sprint, or of none, in their order. */
function Part({
  id,
  title,
  about,
  acts,
  none,
  items,
  sprints,
  manages,
  again,
  edit,
}: {
  id: string;
  title: string;
  about?: ComponentChildren;
  acts?: ComponentChildren;
  none: string;
  items: readonly Card[];
  sprints: readonly number[];
  manages: boolean;
  again: () => void;
  edit: (card: Card) => void;
}) {
  const points = items.reduce((sum, one) => sum + (one.points ?? 0), 0);
  return (
    <section class="panel">
      <h2>{title}</h2>
      <p class="soft">
        {say("boards.sums", { count: items.length, points })}
        {about && <> · {about}</>}
      </p>
      {acts && <div class="acts">{acts}</div>}
      {items.length === 0 ? (
        <p class="soft">{none}</p>
      ) : (
        <ul class="list plain">
          {items.map((card) => (
            <li key={card.id} class="tile">
              <a href={href(`/tasks/${card.key}`)}>{card.title}</a>
              <Facts card={card} acts={manages ? actsOf(id, card, items, sprints, again, edit) : []} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function actsOf(
  id: string,
  card: Card,
  items: readonly Card[],
  sprints: readonly number[],
  again: () => void,
  edit: (card: Card) => void,
): Act[] {
  const doing = (act: () => Promise<unknown>, said?: string) => () =>
    void act().then(
      () => {
        if (said !== undefined) toast(said);
        again();
      },
      (failure) => toastFailure(`${card.key}: ${inWords(failure).text}`),
    );
  const plan = (sprint: number | null) =>
    call("PATCH /boards/{id}/items/{item}", { path: { id, item: card.key }, body: { sprint } });
  const { column } = card;
  // The order of one column; where a part holds cards of several, each moves among its own.
  const peers = items.filter((one) => one.column === column);
  const place = peers.indexOf(card);
  const acts: Act[] = [];
  if (column !== null) {
    const to = (after: string | null) => doing(() => move(id, { card, to: column, after }));
    if (place > 0) {
      acts.push({ text: say("boards.move.up"), act: to(peers[place - 2]?.key ?? null) });
      acts.push({ text: say("boards.move.top"), act: to(null) });
    }
    const next = peers[place + 1];
    if (next) acts.push({ text: say("boards.move.down"), act: to(next.key) });
  }
  sprints
    .filter((number) => number !== card.sprint)
    .forEach((number) =>
      acts.push({
        text: say("boards.to.sprint", { number }),
        act: doing(() => plan(number), say("boards.planned.for", { key: card.key, number })),
      }),
    );
  if (card.sprint !== null)
    acts.push({
      text: say("boards.to.backlog"),
      act: doing(() => plan(null), say("boards.planned.backlog", { key: card.key })),
    });
  acts.push({ text: say("boards.edit.item"), act: () => edit(card) });
  if (card.kind === "task")
    acts.push({
      text: say("boards.off"),
      act: doing(
        () => call("DELETE /boards/{id}/items/{item}", { path: { id, item: card.key } }),
        say("boards.off.done", { key: card.key }),
      ),
    });
  return acts;
}
