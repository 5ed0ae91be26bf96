import type { Incident } from "../api/schema";
import { Icon } from "../shell/icon";
import { PAGED } from "../shell/icons";
import { Ago } from "../shell/time";
import { locale, say } from "../words";

/** Whom an incident has paged, and who is next, when; or that its escalation has paged nobody. */
export function Paging({ incident }: { incident: Incident }) {
  const { paged, next } = incident.escalation ?? {};
  const names = (of: readonly string[]) => new Intl.ListFormat(locale()).format(of);
  return (
    <span class="soft paging">
      <Icon of={PAGED} />
      <span>
        {!paged && !next && say("now.paged.nobody")}
        {paged && (
          <>
            {say("now.paged", { names: names(paged.names) })} · <Ago at={paged.at} />
          </>
        )}
        {paged && next && " · "}
        {next && (
          <>
            {next.names.length > 0 ? say("now.next", { names: names(next.names) }) : say("now.next.nobody")} ·{" "}
            <Ago at={next.due_at} isDue />
          </>
        )}
      </span>
    </span>
  );
}
