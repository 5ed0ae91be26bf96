import { type Answer, call } from "../api/client";
import { ManagedOne } from "../manage/one";
import type { PageProps } from "../pages";
import { minutesOf } from "../policies/minutes";
import { lengthOf } from "../shell/length";
import type { Schema } from "../shell/schema";
import { say, type Word } from "../words";

type Shown = Answer<"GET /service-levels">;

const TIERS = ["TIER_1_CRITICAL", "TIER_2", "TIER_3"] as const;
const SEVERITIES = ["SEV1_CRITICAL", "SEV2_HIGH", "SEV3_MEDIUM", "SEV4_LOW"] as const;

interface Goal {
  within?: string;
  calendar?: string | null;
}

/** As the form has it: a goal for each tier and severity, by its name. */
interface Levels {
  stored: Shown;
  response: Partial<Record<string, Goal>>;
  resolution: Partial<Record<string, Goal>>;
  /** After what time stakeholders hear again. */
  updates: Partial<Record<string, Goal>>;
}

/** Within what time incidents are acknowledged and resolved, in words, and the form that changes it. */
export function ServiceLevels({ me }: PageProps) {
  return (
    <ManagedOne<Levels>
      me={me}
      title={say("manage.levels")}
      about={say("levels.about")}
      permission="notification.manage"
      change={say("levels.change")}
      read={async (signal) => levelsOf(await call("GET /service-levels", { signal }))}
      write={(body, { stored }) =>
        call("PUT /service-levels", { body: writtenOf(body, stored), version: stored.version })
      }
      schema={schema}
      show={(levels) => <InWords levels={levels} />}
    />
  );
}

function levelsOf(stored: Shown): Levels {
  return {
    stored,
    response: Object.fromEntries(stored.response.map(({ tier, ...goal }) => [tier, goal])),
    resolution: Object.fromEntries(stored.resolution.map(({ severity, ...goal }) => [severity, goal])),
    updates: Object.fromEntries(stored.updates.map(({ severity, every }) => [severity, { within: every }])),
  };
}

/** Calendars are written as code, so the form keeps them, and for each goal the one that it had. */
function writtenOf(body: Record<string, unknown>, stored: Shown) {
  const before = levelsOf(stored);
  const goals = (part: "response" | "resolution", names: readonly string[], member: string) =>
    names.flatMap((name) => {
      const within = ((body[part] as Partial<Record<string, Goal>> | undefined) ?? {})[name]?.within;
      const calendar = before[part][name]?.calendar;
      return within === undefined ? [] : [{ [member]: name, within, ...(calendar ? { calendar } : {}) }];
    });
  const updates = (body["updates"] ?? {}) as Partial<Record<string, Goal>>;
  return {
    calendars: stored.calendars,
    updates: SEVERITIES.flatMap((severity) => {
      const every = updates[severity]?.within;
      return every === undefined ? [] : [{ severity, every }];
    }),
    response: goals("response", TIERS, "tier"),
    resolution: goals("resolution", SEVERITIES, "severity"),
  };
}

function InWords({ levels: { stored, response, resolution, updates } }: { levels: Levels }) {
  const isWithout = stored.response.length + stored.resolution.length === 0;
  return (
    <>
      {isWithout ? (
        <p>{say("levels.none")}</p>
      ) : (
        <>
          <Goals title={say("levels.response")} names={TIERS} goals={response} />
          <Goals title={say("levels.resolution")} names={SEVERITIES} goals={resolution} />
        </>
      )}
      <h2>{say("levels.updates")}</h2>
      <ul>
        {SEVERITIES.map((severity) => {
          const every = updates[severity]?.within;
          return (
            <li key={severity}>
              {say(`levels.${severity}`)}:{" "}
              {every === undefined
                ? say("levels.updates.none")
                : say("levels.updates.every", { length: lengthOf(minutesOf(every) * 60) })}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Goals({
  title,
  names,
  goals,
}: {
  title: string;
  names: readonly string[];
  goals: Partial<Record<string, Goal>>;
}) {
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {names.map((name) => {
          const goal = goals[name];
          return (
            <li key={name}>
              {say(`levels.${name}` as Word)}:{" "}
              {goal?.within === undefined
                ? say("levels.goal.none")
                : say("levels.goal", {
                    length: lengthOf(minutesOf(goal.within) * 60),
                    hours: goal.calendar ?? say("levels.always"),
                  })}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function schema(): Schema {
  const goals = (names: readonly string[], part: Word): Schema => ({
    properties: Object.fromEntries(
      names.map((name) => [
        name,
        {
          properties: {
            within: { title: `${say(part)}: ${say(`levels.${name}` as Word)}`, format: "duration" },
          },
        },
      ]),
    ),
  });
  return {
    properties: {
      response: goals(TIERS, "levels.response"),
      resolution: goals(SEVERITIES, "levels.resolution"),
      updates: goals(SEVERITIES, "levels.updates"),
    },
  };
}
