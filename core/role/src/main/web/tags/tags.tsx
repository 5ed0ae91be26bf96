import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { TagMark } from "../incidents/tag-mark";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { useLive } from "../shell/feed";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { say } from "../words";

type Tag = Answer<"GET /tags">["items"][number];
type Used = Answer<"GET /tags/popular">["items"][number];

/** The words by which people find incidents again, and which incidents get one by themselves. */
export function Tags({ me }: PageProps) {
  const [open, setOpen] = useState<Tag | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("tag.manage");
  const stored = open === "new" || open === null ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed me={me} title={say("manage.tags")}>
      {mayManage && (
        <button type="button" onClick={() => setOpen("new")}>
          {say("tag.add")}
        </button>
      )}
      <Popular turn={turn} />
      <Table
        label={say("manage.tags")}
        none={say("tags.none")}
        turn={turn}
        read={(query, signal) => call("GET /tags", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("name"),
            show: ({ name, color, description, is_active }) => (
              <>
                <a href={href(`/incidents?status=all&tag=${encodeURIComponent(name)}`)}>
                  <TagMark color={color} /> {name}
                </a>{" "}
                {!is_active && <span class="soft">{say("tag.off")}</span>}
                {description !== "" && <p class="soft">{description}</p>}
              </>
            ),
          },
          {
            title: say("tag.pattern"),
            show: ({ auto_apply_pattern: pattern }) => (pattern === null ? "–" : <code>{pattern}</code>),
          },
        ]}
        {...(mayManage && {
          acts: (one: Tag) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await call("DELETE /tags/{id}", { path: { id: one.id } });
                  again();
                  toast(say("tag.deleted", { name: one.name }));
                }}
              >
                {say("tag.delete")}
              </Deed>
            </>
          ),
        })}
      />
      {open !== null && (
        <Dialog title={stored?.name ?? say("tag.add")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={stored ? { ...stored } : undefined}
            go={say("save")}
            send={async (body) => {
              if (stored) await call("PUT /tags/{id}", { path: { id: stored.id }, body, version: stored.version });
              else await call("POST /tags", { body });
              setOpen(null);
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}

function Popular({ turn }: { turn: number }) {
  const [used, setUsed] = useState<Used[]>([]);
  useLive(
    [],
    async (signal) => {
      try {
        setUsed((await call("GET /tags/popular", { signal })).items);
      } catch {
        setUsed([]); // The table itself says what is wrong.
      }
    },
    String(turn),
    { again: false },
  );
  if (used.length === 0) return null;
  return (
    <p>
      {say("tags.popular")}{" "}
      {used.map((one, i) => (
        <span key={one.id}>
          {i > 0 && ", "}
          <a href={href(`/incidents?status=all&tag=${encodeURIComponent(one.name)}`)}>{one.name}</a> ({one.incidents})
        </span>
      ))}
    </p>
  );
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      color: { title: say("tag.color"), description: say("tag.color.hint"), maxLength: 7, default: "#6B7280" },
      description: { title: say("description"), multiline: true },
      auto_apply_pattern: {
        title: say("tag.pattern"),
        description: say("tag.pattern.hint"),
        type: ["string", "null"],
        maxLength: 500,
      },
      is_active: { title: say("tag.active"), type: "boolean", default: true },
    },
    required: ["name"],
  };
}
