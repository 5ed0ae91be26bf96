import type { EscalationTarget } from "../api/schema";
import { isId, nameOrGone } from "../shell/gone";
import { href } from "../shell/router";
import { say } from "../words";

/** Whom a step tells, in words, with the way to its schedule. What was deleted since has no name any more, and says so. */
export function Target({ of }: { of: EscalationTarget }) {
  const channel = of.contact === undefined ? undefined : (of.name ?? of.contact);
  const name = of.user ?? channel ?? of.email ?? of.scope;
  return (
    <>
      {say(`policy.target.${of.type}`)}
      {of.schedule !== undefined && (
        <>
          {" "}
          {isId(of.schedule) ? (
            say("gone")
          ) : (
            <a href={href(`/schedules/${encodeURIComponent(of.schedule)}`)}>{of.schedule}</a>
          )}
        </>
      )}
      {name !== undefined && ` ${nameOrGone(name)}`}
      {of.team !== undefined && ` (${nameOrGone(of.team)})`}
      {of.level !== undefined && `, ${say("policy.level", { level: of.level })}`}
      {of.round_robin === true && `, ${say("policy.turns")}`}
    </>
  );
}
