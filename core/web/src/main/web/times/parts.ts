import type { Answer } from "../api/client";

export type Part = Answer<"GET /time-intervals">["items"][number]["time_intervals"][number];

/** What a part without members is called: it is always in force. */
const ALWAYS = "always";

const LISTS = ["weekdays", "days_of_month", "months", "years"] as const;

/** A part as one line: its members with their values, divided by semicolons. */
export function lineOf(part: Part): string {
  const members = [
    ...(part.times?.length
      ? [`times ${part.times.map(({ start_time, end_time }) => `${start_time}-${end_time}`).join(", ")}`]
      : []),
    ...LISTS.flatMap((name) => (part[name]?.length ? [`${name} ${part[name].join(", ")}`] : [])),
    ...(part.location ? [`location ${part.location}`] : []),
  ];
  return members.join("; ") || ALWAYS;
}

/** The part that a line says. What it does not understand is in it all the same, so that the server says what is wrong. */
export function partOf(line: string): Record<string, unknown> {
  const part: Record<string, unknown> = {};
  for (const member of line.split(";").map((one) => one.trim())) {
    if (member === "" || member === ALWAYS) continue;
    const [name = "", ...rest] = member.split(/\s+/);
    const text = rest.join(" ");
    const values = text.split(",").map((one) => one.trim());
    if (name === "location") part[name] = text;
    else part[name] = name === "times" ? values.map(hours) : values;
  }
  return part;
}

function hours(text: string) {
  const [start_time = "", end_time = ""] = text.split("-").map((one) => one.trim());
  return { start_time, end_time };
}
