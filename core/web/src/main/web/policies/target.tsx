import type { EscalationTarget } from "../api/schema";
import { href } from "../shell/router";
import { say } from "../words";

/** Whom a step tells, in words, with the way to its schedule. */
export function Target({ of }: { of: EscalationTarget }) {
  const name = of.user ?? of.contact ?? of.name ?? of.email ?? of.scope;
  return (
    <>
      {say(`policy.target.${of.type}`)}
      {of.schedule !== undefined && (
        <>
          {" "}
          <a href={href(`/schedules/${encodeURIComponent(of.schedule)}`)}>{of.schedule}</a>
        </>
      )}
      {name !== undefined && ` ${name}`}
      {of.team !== undefined && ` (${of.team})`}
      {of.level !== undefined && `, ${say("policy.level", { level: of.level })}`}
      {of.round_robin === true && `, ${say("policy.turns")}`}
    </>
  );
}
