import { type Answer, call } from "../api/client";
import { ManagedList } from "../manage/list";
import type { PageProps } from "../pages";
import type { Schema } from "../shell/schema";
import { say } from "../words";
import { TIERS } from "./changes";

type Environment = Answer<"GET /environments">["items"][number];

/** Where is deployed to, and what each environment is for. */
export function Environments({ me }: PageProps) {
  return (
    <ManagedList<Environment>
      me={me}
      title={say("manage.environments")}
      permission="environment.manage"
      words={{
        add: say("environments.add"),
        delete: say("changes.delete"),
        deleted: (name) => say("changes.deleted", { name }),
      }}
      none={say("environments.none")}
      read={(query, signal) => call("GET /environments", { query, ...(signal && { signal }) })}
      columns={[
        { title: say("name"), show: ({ name }) => name },
        { title: say("changes.tier"), show: ({ tier }) => say(`changes.tier.${tier}`) },
        { title: say("environments.patterns"), show: ({ patterns }) => patterns.join(", ") || "–" },
      ]}
      schema={schema}
      write={(body, stored) =>
        stored
          ? call("PUT /environments/{id}", { path: { id: stored.id }, body, version: stored.version })
          : call("POST /environments", { body })
      }
      remove={({ id }) => call("DELETE /environments/{id}", { path: { id } })}
    />
  );
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      tier: { title: say("changes.tier"), enum: [...TIERS], titles: TIERS.map((one) => say(`changes.tier.${one}`)) },
      patterns: { title: say("environments.patterns"), description: say("environments.patterns.hint"), type: "array" },
    },
    required: ["name", "tier"],
  };
}
