import type { Answer } from "../api/client";
import type { Schema } from "../shell/schema";
import { Moment } from "../shell/time";
import { locale, say } from "../words";

export type Measured = Answer<"GET /status-page/uptime">["items"][number];
type Probe = NonNullable<Answer<"GET /status-page/components">["items"][number]["probe"]>;

/** A duration such as PT1M30S, as the API writes it, in seconds. */
export function secondsOf(duration: string): number {
  const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}

/** The fields of a probe, whose durations are seconds here. */
export function probeField(): Schema {
  return {
    properties: {
      url: { title: say("status.probe.url"), description: say("status.probe.url.hint"), maxLength: 2000 },
      every: { title: say("status.probe.every"), type: "integer", minimum: 30, maximum: 3600, default: 60 },
      timeout: { title: say("status.probe.timeout"), type: "integer", minimum: 1, maximum: 10, default: 10 },
      expected_status: {
        title: say("status.probe.status"),
        description: say("status.probe.status.hint"),
        type: ["integer", "null"],
        minimum: 100,
        maximum: 599,
      },
    },
  };
}

/** A stored probe as the fields have it. */
export function shownProbe(probe: Probe | null | undefined): Record<string, unknown> | undefined {
  return probe ? { ...probe, every: secondsOf(probe.every), timeout: secondsOf(probe.timeout) } : undefined;
}

/** What the API takes of the fields; without an address there is no probe. */
export function writtenProbe(fields: unknown): Record<string, unknown> | null {
  const { url, every, timeout, expected_status } = (fields ?? {}) as Record<string, unknown>;
  if (typeof url !== "string") return null;
  return {
    url,
    ...(typeof every === "number" && { every: `PT${every}S` }),
    ...(typeof timeout === "number" && { timeout: `PT${timeout}S` }),
    ...(typeof expected_status === "number" && { expected_status }),
  };
}

/** What the last probe found, and how much of the measured time it was up. */
export function Found({ found }: { found: Measured | undefined }) {
  if (!found) return <>–</>;
  const { last, uptime } = found;
  if (!last) return <>{say("status.probe.never")}</>;
  return (
    <>
      {say(`status.probe.${last.outcome}`)} <Moment at={last.at} />
      {uptime.percentage !== null && (
        <>
          <br />
          {say("status.probe.uptime", {
            percent: new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 2 }).format(
              uptime.percentage / 100,
            ),
          })}
        </>
      )}
      {last.reason !== null && (
        <>
          <br />
          <span class="soft">{last.reason}</span>
        </>
      )}
    </>
  );
}
