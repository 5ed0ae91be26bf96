import type { Answer } from "../api/client";
import { href } from "../shell/router";
import { Moment } from "../shell/time";
import { say } from "../words";

type Conflict = Answer<"POST /deployment-windows/preview">["conflicts"][number];

/** What speaks against a window, what blocks first. */
export function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  if (conflicts.length === 0) return <p class="soft">{say("windows.conflicts.none")}</p>;
  return (
    <ul>
      {conflicts.map((one) => (
        <li key={`${one.code} ${one.subject} ${one.from}`}>
          {say(one.blocking ? "windows.blocks" : "windows.notes")}{" "}
          <a href={href(one.link)}>{say(`windows.conflict.${one.code}`, { subject: one.subject })}</a>{" "}
          {one.from !== null && (
            <span class="soft">
              <Moment at={one.from} />
              {one.until !== null && (
                <>
                  {" "}
                  – <Moment at={one.until} />
                </>
              )}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
