import type { Answer } from "../api/client";

type State = Answer<"GET /deployments">["items"][number]["state"];

/** How good it is that a deployment came to this. */
export function toneOf(state: State): string {
  return state === "success" ? "ok" : state === "failure" || state === "rolled_back" ? "bad" : "info";
}
