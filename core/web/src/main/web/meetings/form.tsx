import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { dateOf, plusDays } from "../oncall/clock";
import { minutesOf } from "../policies/minutes";
import { useRead } from "../shell/read";
import { repeats, ruleOf, shownRule, zone } from "../shell/repeats";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { zoneName } from "../shell/time";
import { locale, say } from "../words";

type Detail = Answer<"GET /meetings/{id}">;

export const KINDS = ["daily", "sprint_planning", "retrospective", "review", "technical", "other"] as const;
const REMINDERS = ["PT5M", "PT15M", "PT1H", "PT24H"];

/** A length of time, such as 15 minutes. */
export function lasting(duration: string): string {
  const minutes = minutesOf(duration);
  const [count, unit] =
    minutes % 1440 === 0 ? [minutes / 1440, "day"] : minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(count);
}

/** What a new meeting may begin with. */
export const TEMPLATES = ["daily", "sprint_planning", "retrospective"] as const;
export type Template = (typeof TEMPLATES)[number];

interface Names {
  people: readonly string[];
  teams: readonly string[];
}
const NONE: Names = { people: [], teams: [] };

/** Nothing until they are read, and nothing of what its reader may not see: then one types. */
function useNames(me: Self): Names {
  const read = useRead("meeting names", async (signal): Promise<Names> => {
    const [users, teams] = await Promise.all([
      me.permissions.includes("user.read") ? call("GET /users", { query: { limit: 200 }, signal }) : null,
      me.permissions.includes("team.read") ? call("GET /teams", { query: { limit: 500 }, signal }) : null,
    ]);
    return {
      people: users?.items.filter((one) => one.is_active).map(({ username }) => username) ?? [],
      teams: teams?.items.map(({ name }) => name) ?? [],
    };
  });
  return read.value ?? NONE;
}

/**
 * What is written of a meeting.
 *
 * @param startsAt the start that the form shows: of the first time that is changed
 */
export function MeetingForm({
  me,
  stored,
  startsAt,
  template,
  send,
}: {
  me: Self;
  stored: Detail | null;
  startsAt?: string;
  template?: Template | undefined;
  send: (body: Record<string, unknown>) => Promise<void>;
}) {
  const names = useNames(me);
  const begun = stored ? shown(stored, startsAt) : template && templateOf(template);
  return (
    <SchemaForm
      schema={schema(names, stored?.remind_before ?? [])}
      stored={begun}
      go={say("save")}
      send={(typed) => send(ruleOf(typed))}
    />
  );
}

function shown(meeting: Detail, startsAt = meeting.starts_at) {
  return {
    ...meeting,
    ...shownRule(meeting.recurrence),
    starts_at: startsAt,
    team: meeting.team?.name ?? null,
    participants: meeting.participants.map(({ username }) => username),
  };
}

const isWeekday = (date: string) => ![0, 6].includes(new Date(date + "T00:00Z").getUTCDay());

/** The first of these days, one after the other, that is none of a weekend. */
function weekday(from: string, by: 1 | -1): string {
  return isWeekday(from) ? from : weekday(plusDays(from, by), by);
}

const firstOf = (month: string) => month.slice(0, 8) + "01";
const monthAfter = (date: string) => firstOf(plusDays(firstOf(date), 31));

/** CAL-11: what teams usually meet for. */
function templateOf(kind: Template) {
  const today = dateOf(Date.now(), zoneName());
  const weekdays = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR";
  const lastDay = weekday(plusDays(monthAfter(today), -1), -1);
  const of = {
    daily: {
      starts_at: weekday(plusDays(today, 1), 1) + "T09:00",
      duration: "PT15M",
      ...shownRule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    },
    sprint_planning: {
      starts_at: weekday(monthAfter(today), 1) + "T10:00",
      duration: "PT1H",
      ...shownRule(weekdays + ";BYSETPOS=1"),
    },
    retrospective: {
      starts_at: (lastDay > today ? lastDay : weekday(plusDays(monthAfter(monthAfter(today)), -1), -1)) + "T16:00",
      duration: "PT1H",
      ...shownRule(weekdays + ";BYSETPOS=-1"),
    },
  }[kind];
  return { kind, title: say(`meetings.kind.${kind}`), time_zone: zoneName(), remind_before: ["PT15M"], ...of };
}

function schema(offered: Names, reminders: readonly string[]): Schema {
  const before = [...new Set([...REMINDERS, ...reminders])];
  return {
    properties: {
      title: { title: say("meetings.title"), maxLength: 255 },
      kind: {
        title: say("meetings.kind"),
        enum: [...KINDS],
        titles: KINDS.map((one) => say(`meetings.kind.${one}`)),
        default: "other",
      },
      description: { title: say("meetings.agenda"), maxLength: 2000, multiline: true },
      starts_at: { title: say("meetings.starts"), format: "local-date-time" },
      duration: { title: say("meetings.duration"), format: "duration", default: "PT30M" },
      time_zone: zone(),
      ...repeats(),
      team: { title: say("meetings.team"), type: ["string", "null"], maxLength: 200, offered: offered.teams },
      participants: {
        title: say("meetings.participants"),
        description: say("meetings.participants.hint"),
        type: "array",
        offered: offered.people,
      },
      link: { title: say("meetings.link"), maxLength: 2000 },
      remind_before: {
        title: say("meetings.remind"),
        type: "array",
        enum: before,
        titles: before.map(lasting),
      },
      tags: { title: say("meetings.tags"), description: say("meetings.tags.hint"), type: "array" },
    },
    required: ["title", "starts_at", "duration", "time_zone"],
  };
}
