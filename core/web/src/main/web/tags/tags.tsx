import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { TagMark } from "../incidents/tag-mark";
import { ManagedList } from "../manage/list";
import type { PageProps } from "../pages";
import { useLive } from "../shell/feed";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { say } from "../words";

type Tag = Answer<"GET /tags">["items"][number];
type Used = Answer<"GET /tags/popular">["items"][number];

/** The words by which people find incidents again, and which incidents get one by themselves. */
export function Tags({ me }: PageProps) {
  return (
    <ManagedList<Tag>
      me={me}
      title={say("manage.tags")}
      permission="tag.manage"
      words={{
        add: say("tag.add"),
        delete: say("tag.delete"),
        deleted: (name) => say("tag.deleted", { name }),
      }}
      above={(turn) => <Popular turn={turn} />}
      none={say("tags.none")}
      read={(query, signal) => call("GET /tags", { query, ...(signal && { signal }) })}
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
      schema={schema}
      write={(body, stored) =>
        stored
          ? call("PUT /tags/{id}", { path: { id: stored.id }, body, version: stored.version })
          : call("POST /tags", { body })
      }
      remove={({ id }) => call("DELETE /tags/{id}", { path: { id } })}
    />
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
