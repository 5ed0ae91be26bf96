import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { ManagedList } from "../manage/list";
import type { PageProps } from "../pages";
import { useLive } from "../shell/feed";
import type { Schema } from "../shell/schema";
import { say } from "../words";
import { useNames } from "./names";
import { OfService } from "./of-service";

type Stored = Answer<"GET /repositories">["items"][number];
type Repository = Stored & { name: string };
type Unknown = Answer<"GET /repositories/unknown">["items"][number];

const FORGES = ["github", "gitlab", "other"] as const;

/** Repositories, the services that are made of them, and those that changes name and nobody has entered. */
export function Repositories({ me }: PageProps) {
  const offered = useNames(me);
  return (
    <ManagedList<Repository>
      me={me}
      title={say("manage.repositories")}
      permission="repository.manage"
      words={{
        add: say("repositories.add"),
        delete: say("changes.delete"),
        deleted: (name) => say("changes.deleted", { name }),
      }}
      above={(turn) => <NotEntered turn={turn} />}
      none={say("repositories.none")}
      read={async (query, signal) => {
        const page = await call("GET /repositories", { query, ...(signal && { signal }) });
        return { ...page, items: page.items.map((one) => ({ ...one, name: one.full_name })) };
      }}
      columns={[
        { title: say("changes.repository"), show: ({ full_name }) => full_name },
        { title: say("repositories.forge"), show: ({ forge }) => nameOf(forge) },
        { title: say("changes.service"), show: ({ service }) => (service ? <OfService name={service.name} /> : "–") },
        { title: say("repositories.branch"), show: ({ default_branch }) => default_branch || "–" },
      ]}
      schema={() => schema(offered)}
      form={({ name, service, ...one }) => ({ ...one, service: service?.name ?? null })}
      write={(body, stored) =>
        stored
          ? call("PUT /repositories/{id}", { path: { id: stored.id }, body, version: stored.version })
          : call("POST /repositories", { body })
      }
      remove={({ id }) => call("DELETE /repositories/{id}", { path: { id } })}
    />
  );
}

function NotEntered({ turn }: { turn: number }) {
  const [unknown, setUnknown] = useState<Unknown[]>([]);
  useLive(
    [],
    async (signal) => {
      try {
        setUnknown((await call("GET /repositories/unknown", { signal })).items);
      } catch {
        setUnknown([]); // The table itself says what is wrong.
      }
    },
    String(turn),
    { again: false },
  );
  if (unknown.length === 0) return null;
  return (
    <p>
      {say("repositories.unknown")}{" "}
      {[...counted(unknown)]
        .map(([name, count]) => `${name} (${say("repositories.unknown.changes", { count })})`)
        .join(", ")}
    </p>
  );
}

/** How many changes name each; a pipeline and a forge may name the same. */
function counted(unknown: readonly Unknown[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { full_name: name, deployments, pushes } of unknown) {
    counts.set(name, (counts.get(name) ?? 0) + deployments + pushes);
  }
  return counts;
}

function nameOf(forge: Stored["forge"]): string {
  return forge === "github" ? "GitHub" : forge === "gitlab" ? "GitLab" : say("repositories.forge.other");
}

function schema({ services }: ReturnType<typeof useNames>): Schema {
  return {
    properties: {
      full_name: { title: say("changes.repository"), description: say("repositories.name.hint"), maxLength: 200 },
      forge: { title: say("repositories.forge"), enum: [...FORGES], titles: FORGES.map(nameOf), default: "other" },
      forge_id: { title: say("repositories.id"), description: say("repositories.id.hint"), maxLength: 200 },
      service: { title: say("changes.service"), type: ["string", "null"], maxLength: 200, offered: services },
      default_branch: { title: say("repositories.branch"), maxLength: 200 },
      path_prefixes: { title: say("repositories.paths"), description: say("repositories.paths.hint"), type: "array" },
      commit_link: { title: say("repositories.link"), description: say("repositories.link.hint"), maxLength: 500 },
    },
    required: ["full_name"],
  };
}
