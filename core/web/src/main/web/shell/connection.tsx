import { useEffect, useRef } from "preact/hooks";
import { say } from "../words";
import { announce } from "./announce";
import { lastHeard, useFeedState } from "./feed";
import { clockOf } from "./time";

/** Says that the page is not told of changes any more, and takes it back when it is. */
export function Connection() {
  const state = useFeedState();
  const wasLost = useRef(false);
  useEffect(() => {
    if (state === "lost" && !wasLost.current) announce(lost());
    if (state === "live" && wasLost.current) announce(say("feed.back"));
    wasLost.current = state === "lost" || (wasLost.current && state !== "live");
  }, [state]);
  if (state === "lost") return <p class="banner bad connection lost">{lost()}</p>;
  if (state === "asking") return <p class="banner warn connection">{say("feed.asking")}</p>;
  return null;
}

function lost(): string {
  return say("feed.lost", { time: clockOf(lastHeard()) });
}
