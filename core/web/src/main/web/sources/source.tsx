import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Source } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Copy } from "../shell/copy";
import { Deed } from "../shell/deed";
import { Loading } from "../shell/loading";
import { go } from "../shell/router";
import { Failure } from "../shell/failure";
import { usePoll } from "../shell/poll";
import { Table } from "../shell/table";
import { Tabs } from "../shell/tabs";
import { Moment } from "../shell/time";
import { say } from "../words";
import { Minutes } from "../trust/minutes";
import { Bodies } from "./bodies";
import { DeleteSource, EditSource } from "./change";
import { SetUp } from "./setup";

/** One source: how to set it up, its keys, and what it has sent. */
export function SourcePage({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const [source, setSource] = useState<Source | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  usePoll(
    0,
    async (signal) => {
      try {
        setSource(await call("GET /sources/{id}", { path: { id }, signal }));
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    id,
  );
  return (
    <Managed
      me={me}
      title={source?.name ?? say("manage.sources")}
      actions={
        source &&
        me.permissions.includes("source.manage") && (
          <>
            <button type="button" onClick={() => setOpen("delete")}>
              {say("source.delete")}
            </button>
            <button type="button" onClick={() => setOpen("edit")}>
              {say("edit")}
            </button>
          </>
        )
      }
    >
      {failure !== null ? (
        <Failure failure={failure} />
      ) : source === null ? (
        <Loading />
      ) : (
        <Tabs
          label={source.name}
          tabs={[
            { id: "setup", title: say("source.setup"), view: () => <SetUp source={source} secret={null} /> },
            { id: "keys", title: say("source.keys"), view: () => <Keys source={source} /> },
            { id: "bodies", title: say("source.bodies"), view: () => <Bodies source={source} /> },
            { id: "volumes", title: say("source.volumes"), view: () => <Minutes source={source.id} /> },
          ]}
        />
      )}
      {source && open === "edit" && (
        <EditSource
          source={source}
          close={() => setOpen(null)}
          done={(now) => {
            setOpen(null);
            setSource(now);
            // The address has the name.
            if (now.name !== source.name) go(`/sources/${encodeURIComponent(now.name)}`, true);
          }}
        />
      )}
      {source && open === "delete" && (
        <DeleteSource source={source} close={() => setOpen(null)} done={() => go("/sources")} />
      )}
    </Managed>
  );
}

/** Several keys may be valid at a time, so that one can be changed for another without a gap. */
function Keys({ source }: { source: Source }) {
  const [made, setMade] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const path = { id: source.id };
  return (
    <>
      <p>{say("keys.rotate")}</p>
      <Deed
        done={say("keys.made")}
        act={async () => {
          setMade((await call("POST /sources/{id}/keys", { path })).key);
          setTurn(turn + 1);
        }}
      >
        {say("keys.make")}
      </Deed>
      {made !== null && (
        <>
          <p>{say("setup.once")}</p>
          <Copy text={made} label={say("keys.key")} />
        </>
      )}
      <Table
        label={say("source.keys")}
        none={say("keys.none")}
        turn={turn}
        read={(query, signal) => call("GET /sources/{id}/keys", { path, query, ...(signal && { signal }) })}
        id={(key) => key.id}
        columns={[
          { title: say("keys.key"), show: ({ hint }) => <code>{hint}</code> },
          { title: say("made"), show: ({ created_at }) => <Moment at={created_at} /> },
          {
            title: say("ends"),
            show: ({ revoked_at, expires_at }) =>
              revoked_at ? (
                <>
                  {say("revoked")} <Moment at={revoked_at} />
                </>
              ) : expires_at ? (
                <Moment at={expires_at} />
              ) : (
                say("never")
              ),
          },
        ]}
        acts={({ id, hint, revoked_at }) =>
          revoked_at === null && (
            <Deed
              about={hint}
              done={say("revoke.done")}
              act={async () => {
                await call("DELETE /sources/{id}/keys/{key}", { path: { ...path, key: id } });
                setTurn(turn + 1);
              }}
            >
              {say("revoke")}
            </Deed>
          )
        }
      />
    </>
  );
}
