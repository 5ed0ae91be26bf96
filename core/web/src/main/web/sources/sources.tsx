import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Source } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { href } from "../shell/router";
import { Table } from "../shell/table";
import { say } from "../words";
import { DeleteSource, EditSource } from "./change";

/** Whoever sends alerts. */
export function Sources({ me }: PageProps) {
  const [open, setOpen] = useState<{ kind: "edit" | "delete"; source: Source } | null>(null);
  const [turn, setTurn] = useState(0);
  const close = () => setOpen(null);
  const done = () => {
    close();
    setTurn((before) => before + 1);
  };
  return (
    <Managed
      me={me}
      title={say("manage.sources")}
      actions={
        <a class="button primary" href={href("/sources/new")}>
          {say("wizard.title")}
        </a>
      }
    >
      <Table
        label={say("manage.sources")}
        none={say("sources.none")}
        turn={turn}
        read={(query, signal) => call("GET /sources", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("source.name"),
            show: ({ name }) => <a href={href(`/sources/${encodeURIComponent(name)}`)}>{name}</a>,
          },
          { title: say("source.type"), show: ({ type }) => (type === "ANY" ? say("source.type.any") : type) },
          { title: say("source.severity"), show: ({ default_severity }) => default_severity.slice(0, 4) },
          { title: say("source.state"), show: ({ is_active }) => say(is_active ? "state.on" : "state.off") },
        ]}
        {...(me.permissions.includes("source.manage") && {
          acts: (source: Source) => (
            <>
              <button type="button" onClick={() => setOpen({ kind: "edit", source })}>
                {say("edit")}
                <span class="unseen"> {source.name}</span>
              </button>
              <button type="button" onClick={() => setOpen({ kind: "delete", source })}>
                {say("source.delete")}
                <span class="unseen"> {source.name}</span>
              </button>
            </>
          ),
        })}
      />
      {open?.kind === "edit" && <EditSource source={open.source} close={close} done={done} />}
      {open?.kind === "delete" && <DeleteSource source={open.source} close={close} done={done} />}
    </Managed>
  );
}
