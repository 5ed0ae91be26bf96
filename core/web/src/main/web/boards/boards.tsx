import { useEffect, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Confirm } from "../manage/confirm";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { href, setQuery, usePlace } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { useOwners } from "../tasks/owners";
import { say } from "../words";
import { maySet } from "./cards";

type Board = Answer<"GET /boards">["items"][number];

/** The boards of all teams. */
export function Boards({ me }: PageProps) {
  const { query } = usePlace();
  const wanted = query.get("edit");
  const [open, setOpen] = useState<Board | "new" | null>(null);
  const [dropped, setDropped] = useState<Board | null>(null);
  const [turn, setTurn] = useState(0);
  const mayAdd = me.permissions.includes("team.create");
  useEffect(() => {
    if (wanted === null) return;
    void call("GET /boards/{id}", { path: { id: wanted } }).then(setOpen, () => setQuery({ edit: "" }));
  }, [wanted]);
  const close = () => {
    setOpen(null);
    setDropped(null);
    if (wanted !== null) setQuery({ edit: "" });
  };
  const done = () => {
    close();
    setTurn((before) => before + 1);
  };
  return (
    <Managed
      me={me}
      title={say("manage.boards")}
      actions={
        mayAdd && (
          <button type="button" class="primary" onClick={() => setOpen("new")}>
            {say("boards.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.boards")}
        none={say("boards.none")}
        turn={turn}
        read={(query, signal) => call("GET /boards", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("boards.one"), show: ({ id, name }) => <a href={href(`/boards/${id}`)}>{name}</a> },
          { title: say("boards.team"), show: ({ team }) => team.name },
          {
            title: say("boards.limits"),
            show: ({ in_progress_limit: count }) =>
              count === null ? say("boards.limits.none") : say("boards.limits.of", { count }),
          },
          { title: say("boards.weeks"), isNumber: true, show: ({ sprint_weeks: weeks }) => weeks },
        ]}
        acts={(one: Board) =>
          maySet(me, one) && (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <button type="button" onClick={() => setDropped(one)}>
                {say("boards.delete")}
                <span class="unseen"> {one.name}</span>
              </button>
            </>
          )
        }
      />
      {open !== null && <Settings me={me} board={open === "new" ? null : open} done={done} close={close} />}
      {dropped && (
        <Confirm
          title={say("boards.delete.title", { name: dropped.name })}
          about={say("boards.delete.about")}
          go={say("boards.delete")}
          act={async () => {
            await call("DELETE /boards/{id}", { path: { id: dropped.id } });
            toast(say("boards.deleted", { name: dropped.name }));
            done();
          }}
          close={close}
        />
      )}
    </Managed>
  );
}

function schema(teams: readonly string[]): Schema {
  const limit = (title: string): Schema => ({ title, type: ["integer", "null"], minimum: 1, maximum: 500 });
  return {
    properties: {
      name: { title: say("boards.name"), maxLength: 200 },
      team: { title: say("boards.team"), maxLength: 200, offered: teams },
      planned_limit: limit(say("boards.limit.planned")),
      in_progress_limit: { ...limit(say("boards.limit.progress")), description: say("boards.limit.hint") },
      over_limit: {
        title: say("boards.over"),
        enum: ["warn", "refuse"],
        titles: [say("boards.over.warn"), say("boards.over.refuse")],
        default: "warn",
      },
      sprint_weeks: { title: say("boards.weeks"), type: "integer", minimum: 1, maximum: 4, default: 2 },
      plans_ahead: { title: say("boards.ahead"), description: say("boards.ahead.hint"), type: "boolean" },
    },
    required: ["name", "team"],
  };
}

function Settings({
  me,
  board,
  done,
  close,
}: {
  me: PageProps["me"];
  board: Board | null;
  done: () => void;
  close: () => void;
}) {
  const { teams } = useOwners(me);
  return (
    <Dialog drawer title={say(board === null ? "boards.add" : "boards.edit")} close={close}>
      <SchemaForm
        schema={schema(teams)}
        {...(board !== null && { stored: { ...board, team: board.team.name } })}
        go={say("save")}
        send={async (body) => {
          await (board === null
            ? call("POST /boards", { body })
            : call("PUT /boards/{id}", { path: { id: board.id }, version: board.version, body }));
          toast(say("saved"));
          done();
        }}
      />
    </Dialog>
  );
}
