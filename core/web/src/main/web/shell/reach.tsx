import { call } from "../api/client";
import type { Reach, Reachability } from "../api/schema";
import { Caution } from "./caution";
import { channelName } from "./channels";
import { say } from "../words";

/** As many users as one address has room for. */
const MOST = 50;

export type Reached = Map<string, Reachability["items"][number]>;

/** Who of these users can be called for a SEV1, by their ids. */
export async function reachOf(users: readonly string[], signal?: AbortSignal): Promise<Reached> {
  const parts: string[][] = [];
  for (let i = 0; i < users.length; i += MOST) parts.push(users.slice(i, i + MOST));
  const found = await Promise.all(
    parts.map((user) => call("GET /reachability", { query: { user }, ...(signal && { signal }) })),
  );
  return new Map(found.flatMap(({ items }) => items.map((one) => [one.user.id, one] as const)));
}

/** That somebody cannot be called, why, and what mends it. The server's own words are there for who points at it. */
export function Uncalled({ reach, who = "" }: { reach: Pick<Reach, "obstacle" | "why">; who?: string }) {
  return (
    <span class="uncalled" title={reach.why ?? ""}>
      <Caution /> {who} {say("reach.cannot")}{" "}
      {reach.obstacle !== undefined && <span class="soft">{say(`reach.${reach.obstacle}`)}</span>}
    </span>
  );
}

/** By what somebody is called, or that nobody can call them. */
export function CallMark({ reach }: { reach: Reach | undefined }) {
  if (reach === undefined) return <>–</>;
  return reach.can_be_called ? <span>{channelsOf(reach)}</span> : <Uncalled reach={reach} />;
}

/** The kinds of channels in the order of time, each once, with what waits for a digest. */
export function channelsOf({ by }: Pick<Reach, "by">): string {
  const texts = by.map(({ channel, waits }) =>
    waits === undefined ? channelName(channel) : `${channelName(channel)} (${say(`reach.waits.${waits}`)})`,
  );
  return [...new Set(texts)].join(", ");
}
