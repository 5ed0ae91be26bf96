import { type Answer, call } from "../api/client";
import { ManagedList } from "../manage/list";
import type { PageProps } from "../pages";
import type { Schema } from "../shell/schema";
import { warned } from "../shell/warning";
import { say } from "../words";

/** The laws that are known. */
const REGIMES = [
  "gdpr-33",
  "nis2-23",
  "nis2-23-trust",
  "dora-19",
  "dora-19-weekend",
  "cra-14-vulnerability",
  "cra-14-incident",
] as const;

/** What a law is called; one that came later, by its id. */
function lawName(regime: string): string {
  const known = REGIMES.find((one) => one === regime);
  return known ? say(`scope.regime.${known}`) : regime;
}

type Scope = Answer<"GET /scopes">["items"][number];

/** Who else may be concerned by an incident, whom that tells, and until when the law wants to know. */
export function Scopes({ me }: PageProps) {
  return (
    <ManagedList<Scope>
      me={me}
      title={say("manage.scopes")}
      permission="scope.manage"
      words={{
        add: say("scope.add"),
        delete: say("scope.delete"),
        deleted: (name) => say("scope.deleted", { name }),
      }}
      none={say("scopes.none")}
      read={(query, signal) => call("GET /scopes", { query, ...(signal && { signal }) })}
      columns={[
        {
          title: say("name"),
          show: ({ name, is_active, warnings = [] }) => (
            <>
              {name} {!is_active && <span class="soft">{say("scope.off")}</span>}
              {warnings.map((warning) => (
                <p key={warning.kind} class="soft">
                  {warned(warning)}
                </p>
              ))}
            </>
          ),
        },
        {
          title: say("scope.tells"),
          show: ({ mandatory_notify_email: emails, team }) =>
            [...emails, ...(team ? [say("scope.onCall", { team: team.name })] : [])].join(", ") || "–",
        },
        { title: say("scope.labels"), show: ({ labels }) => labels.join(", ") || say("scope.byHand") },
        {
          title: say("scope.clock"),
          show: ({ legal_clock_hours: hours, regime }) =>
            regime ? lawName(regime) : hours === null ? "–" : say("scope.hours", { hours }),
        },
      ]}
      schema={schema}
      form={(stored) => ({ ...stored, team: stored.team?.name })}
      write={(body, stored) =>
        stored
          ? call("PUT /scopes/{id}", { path: { id: stored.id }, body, version: stored.version })
          : call("POST /scopes", { body })
      }
      remove={({ id }) => call("DELETE /scopes/{id}", { path: { id } })}
    />
  );
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      description: { title: say("description"), multiline: true },
      mandatory_notify_email: { title: say("scope.emails"), description: say("scope.emails.hint"), type: "array" },
      team: { title: say("scope.team"), type: ["string", "null"] },
      labels: { title: say("scope.labels"), description: say("scope.labels.hint"), type: "array" },
      actions: { title: say("scope.actions"), description: say("scope.actions.hint"), multiline: true },
      legal_clock_hours: {
        title: say("scope.clock.hours"),
        description: say("scope.clock.hint"),
        type: ["integer", "null"],
        minimum: 1,
        maximum: 8760,
      },
      regime: {
        title: say("scope.regime"),
        description: say("scope.regime.hint"),
        type: ["string", "null"],
        enum: [...REGIMES],
        titles: REGIMES.map(lawName),
      },
      is_active: { title: say("scope.active"), type: "boolean", default: true },
    },
    required: ["name"],
  };
}
