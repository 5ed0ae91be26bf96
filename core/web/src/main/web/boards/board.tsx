import { useRef, useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { Self } from "../api/schema";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Failure, inWords } from "../shell/failure";
import { FilterRow } from "../shell/filter-row";
import { Choice } from "../shell/inputs";
import { Loading } from "../shell/loading";
import { usePoll } from "../shell/poll";
import { href, setQuery, usePlace } from "../shell/router";
import { carryOut, toast, toastFailure } from "../shell/toast";
import { useOwners } from "../tasks/owners";
import { locale, say } from "../words";
import {
  back,
  type Card,
  type Column,
  type Columns,
  mayManage,
  maySet,
  type Move,
  move,
  moved,
  owns,
  step,
  TYPES,
} from "./cards";
import { dayOf } from "./days";
import { Head } from "./head";
import { Adding, Planning } from "./item-form";
import { Facts } from "./tile";

const EVERY = 5_000;
const WAYS = ["left", "right", "up", "down", "top"] as const;
const KEYS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" } as const;

/** What a team plans to do, by how far it is. Cards are dragged, or moved with keys. */
export function BoardPage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const { query } = usePlace();
  const wish = { owner: query.get("owner") ?? "", type: query.get("type") ?? "", q: query.get("q") ?? "" };
  const asked = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== ""));
  const key = JSON.stringify([id, asked]);
  const [shown, setShown] = useState<{ key: string; columns: Columns } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const [open, setOpen] = useState<"add" | Card | null>(null);
  // How many moves are under way, and how many have ended.
  const moving = useRef({ open: 0, ended: 0 });
  const columns = shown?.key === key ? shown.columns : null;
  usePoll(
    EVERY,
    async (signal) => {
      const { ended } = moving.current;
      try {
        const now = await call("GET /boards/{id}/columns", { path: { id }, query: asked, signal });
        // What was read before a move is older than what is shown.
        if (!signal.aborted && moving.current.open === 0 && moving.current.ended === ended) {
          setShown({ key, columns: now });
          setFailure(null);
        }
      } catch (fault) {
        if (!signal.aborted) setFailure(fault);
      }
    },
    `${key} ${turn}`,
  );
  const again = () => setTurn((before) => before + 1);
  if (failure instanceof Refused && failure.status === 404) return <Missing />;
  if (columns === null) return failure === null ? <Loading /> : <Failure failure={failure} again={again} />;
  const { board, sprint } = columns;
  const manages = mayManage(me, board);
  const go = (wanted: Move, from: Columns = columns) => {
    if (wanted.to === "planned" && sprint === null) {
      toastFailure(say("boards.about.none"));
      return;
    }
    const before = back(from, wanted.card);
    moving.current.open++;
    const over = () => {
      moving.current.open--;
      moving.current.ended++;
      again();
    };
    const column = say(`boards.column.${wanted.to}`);
    void carryOut({
      show: () => setShown({ key, columns: moved(from, wanted) }),
      hide: () => setShown({ key, columns: from }),
      send: () => move(board.id, wanted),
      done: ({ is_over_limit: isOver }) => {
        if (isOver) toast(say("boards.moved.over", { key: wanted.card.key, column }));
      },
      said: say("boards.moved", { key: wanted.card.key, column }),
      ...(before && {
        undo: () => void move(board.id, before).then(again, (fault) => toastFailure(inWords(fault).text)),
      }),
      about: wanted.card.key,
    }).then(over);
  };
  const over = columns.columns.find((one) => one.is_over_limit);
  return (
    <>
      <Head
        id={id}
        title={board.name}
        sprint={sprint?.number ?? null}
        open="board"
        about={
          <>
            {aboutOf(sprint)} {over && <strong>{say("boards.about.over", { column: nameOf(over) })}</strong>}
          </>
        }
        actions={
          <>
            {maySet(me, board) && (
              <a class="button" href={href(`/boards?edit=${board.id}`)}>
                {say("boards.edit")}
              </a>
            )}
            {manages && (
              <button type="button" class="primary" onClick={() => setOpen("add")}>
                {say("boards.item.add")}
              </button>
            )}
          </>
        }
      />
      <Filters me={me} wish={wish} active={Object.keys(asked).length} />
      <div class="kanban" tabIndex={0} role="region" aria-label={say("boards.columns")}>
        {columns.columns.map((column) => (
          <Lane
            key={column.column}
            column={column}
            columns={columns}
            may={(card) => manages || owns(me, card)}
            manages={manages}
            go={go}
            edit={setOpen}
          />
        ))}
      </div>
      {manages && <p class="soft hide-phone">{say("boards.keys")}</p>}
      {open === "add" && (
        <Adding
          me={me}
          board={board.id}
          sprints={sprint && sprint.state !== "closed" ? [sprint.number] : []}
          sprint={null}
          done={() => {
            setOpen(null);
            again();
          }}
          close={() => setOpen(null)}
        />
      )}
      {open !== null && open !== "add" && (
        <Planning
          me={me}
          board={board.id}
          card={open}
          sprints={sprint && sprint.state !== "closed" ? [sprint.number] : []}
          done={() => {
            setOpen(null);
            again();
          }}
          close={() => setOpen(null)}
        />
      )}
    </>
  );
}

function nameOf({ column }: Pick<Column, "column">): string {
  return say(`boards.column.${column}`);
}

function aboutOf(sprint: Columns["sprint"]): string {
  if (sprint === null) return say("boards.about.none");
  const named = say("boards.sprint", { number: sprint.number });
  return sprint.state === "planned"
    ? say("boards.about.planned", { sprint: named, day: dayOf(sprint.starts_on) })
    : say("boards.about", {
        sprint: named,
        day: dayOf(sprint.ends_on),
        done: sprint.done.points,
        all: sprint.done.points + sprint.left.points,
      });
}

function Filters({ me, wish, active }: { me: Self; wish: { owner: string; type: string; q: string }; active: number }) {
  const owners = useOwners(me);
  const isPerson = me.owner?.kind === "user";
  return (
    <FilterRow
      label={say("boards.filters")}
      active={active}
      search={
        <input
          type="search"
          class="input"
          aria-label={say("boards.search")}
          placeholder={say("boards.search")}
          defaultValue={wish.q}
          onChange={(event) => setQuery({ q: event.currentTarget.value.trim() })}
        />
      }
    >
      {() => (
        <>
          <Choice
            label={say("boards.owner")}
            value={wish.owner}
            choices={[
              ["", say("boards.anybody")],
              ...(isPerson ? [["me", say("boards.mine")] as const] : []),
              ...owners.users.map((one) => [one, one] as const),
            ]}
            set={(owner) => setQuery({ owner })}
          />
          <Choice
            label={say("boards.type")}
            value={wish.type}
            choices={[["", say("boards.type.all")], ...TYPES.map((one) => [one, say(`boards.type.${one}`)] as const)]}
            set={(type) => setQuery({ type })}
          />
        </>
      )}
    </FilterRow>
  );
}

/** A column with its cards; a card that is dropped comes below the one under the pointer. */
function Lane({
  column,
  columns,
  may,
  manages,
  go,
  edit,
}: {
  column: Column;
  columns: Columns;
  may: (card: Card) => boolean;
  manages: boolean;
  go: (move: Move) => void;
  edit: (card: Card) => void;
}) {
  const id = `column-${column.column}`;
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    const key = event.dataTransfer?.getData("text/plain");
    const card = columns.columns.flatMap(({ cards }) => cards).find((one) => one.key === key);
    const lane = event.currentTarget;
    if (!card || !(lane instanceof HTMLElement)) return;
    const above = [...lane.querySelectorAll<HTMLElement>("[data-key]")].filter((one) => {
      const { top, height } = one.getBoundingClientRect();
      return one.dataset["key"] !== key && top + height / 2 < event.clientY;
    });
    go({ card, to: column.column, after: above.at(-1)?.dataset["key"] ?? null });
  };
  return (
    <section aria-labelledby={id} class="panel" onDragOver={(event) => event.preventDefault()} onDrop={dropped}>
      <h2 id={id}>
        {nameOf(column)}{" "}
        <span class="count">
          {column.limit === null
            ? column.count.toLocaleString(locale())
            : say("boards.count", { count: column.count, limit: column.limit })}
        </span>
        {column.is_over_limit && <span class="pill warn">{say("boards.over.pill")}</span>}
      </h2>
      {column.cards.map((card) => (
        <Tile key={card.id} card={card} columns={columns} may={may(card)} manages={manages} go={go} edit={edit} />
      ))}
      {column.cards.length === 0 && <p class="soft">{say("boards.empty")}</p>}
      {column.cards.length === MOST && column.count > MOST && (
        <p class="soft">{say("boards.more", { count: column.count - MOST })}</p>
      )}
    </section>
  );
}

/** As many as the server shows of a column. */
const MOST = 200;

function Tile({
  card,
  columns,
  may,
  manages,
  go,
  edit,
}: {
  card: Card;
  columns: Columns;
  may: boolean;
  manages: boolean;
  go: (move: Move) => void;
  edit: (card: Card) => void;
}) {
  const ways = may ? WAYS.map((way) => ({ way, to: step(columns, card, way) })) : [];
  const acts = ways.flatMap(({ way, to }) =>
    to === null ? [] : [{ text: say(`boards.move.${way}`), act: () => go(to) }],
  );
  const pressed = (event: KeyboardEvent) => {
    const way = event.shiftKey && event.key in KEYS ? KEYS[event.key as keyof typeof KEYS] : undefined;
    const to = ways.find((one) => one.way === way)?.to;
    if (!to) return;
    event.preventDefault();
    go(to);
    // It is drawn in another column, and keeps the focus.
    setTimeout(() => document.querySelector<HTMLElement>(`[data-key="${card.key}"] a`)?.focus());
  };
  return (
    <article
      class="panel tile"
      data-key={card.key}
      draggable={may}
      onDragStart={(event) => event.dataTransfer?.setData("text/plain", card.key)}
      onKeyDown={pressed}
    >
      <a href={href(`/tasks/${card.key}`)}>{card.title}</a>
      <Facts card={card} acts={manages ? [...acts, { text: say("boards.edit.item"), act: () => edit(card) }] : acts} />
    </article>
  );
}
