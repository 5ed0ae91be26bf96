import { say } from "../words";
import type { Schema } from "./schema";

/** How often something that is planned comes again, by what it is called here. */
const RULES = {
  once: null,
  daily: "FREQ=DAILY",
  weekdays: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
  weekly: "FREQ=WEEKLY",
  fortnightly: "FREQ=WEEKLY;INTERVAL=2",
  monthly: "FREQ=MONTHLY",
} as const;
const REPEATS = [
  "once",
  "daily",
  "weekdays",
  "weekly",
  "fortnightly",
  "monthly",
] as const satisfies (keyof typeof RULES)[];
/** A rule that is written as calendars do. */
const CUSTOM = "custom";

/** What a form shows of a stored rule. */
export function shownRule(rule: string | null): { recurrence: string; rule: string | null } {
  const usual = REPEATS.find((one) => RULES[one] === rule);
  return usual ? { recurrence: usual, rule: null } : { recurrence: CUSTOM, rule };
}

/** What the API gets of what was chosen. */
export function ruleOf({ recurrence, rule, ...body }: Record<string, unknown>): Record<string, unknown> {
  const usual = REPEATS.find((one) => one === recurrence);
  return { ...body, recurrence: usual ? RULES[usual] : (rule ?? null) };
}

/** The fields of a form that say how often it comes again, and when it does not. */
export function repeats(): Record<string, Schema> {
  return {
    recurrence: {
      title: say("maintenance.recurrence"),
      enum: [...REPEATS, CUSTOM],
      titles: [...REPEATS.map((one) => say(`maintenance.repeats.${one}`)), say("maintenance.repeats.custom")],
      default: REPEATS[0],
    },
    rule: {
      title: say("maintenance.rule"),
      description: say("maintenance.recurrence.hint"),
      type: ["string", "null"],
    },
    except: { title: say("maintenance.except"), description: say("maintenance.except.hint"), type: "array" },
  };
}

/** The zone whose clock a form means; at first the reader's own. */
export function zone(): Schema {
  return { title: say("maintenance.zone"), maxLength: 60, default: Intl.DateTimeFormat().resolvedOptions().timeZone };
}
