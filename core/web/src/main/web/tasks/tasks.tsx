import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Download } from "../shell/download";
import { Ready, useRead } from "../shell/read";
import { setQuery, usePlace } from "../shell/router";
import { Menu } from "../shell/menu";
import { Choice } from "../shell/inputs";
import { Tabs } from "../shell/tabs";
import { say } from "../words";
import { Adding } from "./adding";
import { TaskLine } from "./line";

const AT_ONCE = 200;
const STATES = { open: "todo,doing", done: "done", dropped: "dropped" } as const;
type State = keyof typeof STATES;

/** The tasks of all incidents, and of none: the reader's own, their teams', and all. What is overdue comes first. */
export function Tasks({ me }: PageProps) {
  const [turn, setTurn] = useState(0);
  const [isAdding, setAdding] = useState(false);
  const { query } = usePlace();
  const state = stateOf(query.get("state"));
  const again = () => setTurn((before) => before + 1);
  const isPerson = me.owner?.kind === "user";
  const list = (id: "mine" | "teams" | "all", whose: Record<string, string>) => ({
    id,
    title: say(`tasks.${id}`),
    view: () => <List me={me} whose={whose} state={state} turn={turn} again={again} />,
  });
  return (
    <Managed
      me={me}
      title={say("tasks.title")}
      about={say("tasks.about")}
      actions={
        <div class="acts">
          {me.permissions.includes("item.manage") && (
            <button type="button" class="primary" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
              {say("task.new")}
            </button>
          )}
          <Menu>
            <Download path={`/items/export?status=${STATES[state]}`} name="imas-tasks.csv">
              {say("tasks.export")}
            </Download>
          </Menu>
        </div>
      }
    >
      {isAdding && <Adding me={me} done={again} />}
      <div class="filters">
        <Choice
          label={say("tasks.state")}
          value={state}
          choices={(["open", "done", "dropped"] as const).map((one) => [one, say(`tasks.state.${one}`)] as const)}
          set={(value) => setQuery({ state: value === "open" ? "" : value })}
        />
      </div>
      <Tabs
        label={say("tasks.whose")}
        tabs={[...(isPerson ? [list("mine", { owner: "me" }), list("teams", { team: "mine" })] : []), list("all", {})]}
      />
    </Managed>
  );
}

function stateOf(text: string | null): State {
  return text === "done" || text === "dropped" ? text : "open";
}

function List({
  me,
  whose,
  state,
  turn,
  again,
}: {
  me: Self;
  whose: Record<string, string>;
  state: State;
  turn: number;
  again: () => void;
}) {
  const read = useRead(
    `tasks ${JSON.stringify(whose)} ${state} ${turn}`,
    (signal) =>
      call("GET /items", { query: { ...whose, kind: "task", status: STATES[state], limit: AT_ONCE }, signal }),
    ["incident"],
  );
  return (
    <Ready read={read}>
      {({ items, next }) => (
        <>
          {items.length === 0 && <p class="soft">{say(`tasks.none.${state}`)}</p>}
          <ul class="list plain tasks">
            {items.map((task) => (
              <TaskLine key={task.id} me={me} task={task} changed={again} />
            ))}
          </ul>
          {next !== null && <p class="soft">{say("tasks.more", { count: AT_ONCE })}</p>}
        </>
      )}
    </Ready>
  );
}
