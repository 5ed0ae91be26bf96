import type { ComponentChildren } from "preact";
import type { Incident, Self } from "../api/schema";
import { may } from "../session/session";
import { Icon } from "../shell/icon";
import { MEGAPHONE } from "../shell/icons";
import { href } from "../shell/router";
import { Ago } from "../shell/time";
import { say } from "../words";
import type { ToldOf } from "./told";

/** What stakeholders and the public wait for. Nothing where they wait for nothing. */
export function ToldNotice({
  me,
  incident,
  told: { updates, page },
  write,
}: {
  me: Self;
  incident: Incident;
  told: ToldOf;
  write: () => void;
}) {
  const button = (word: "update.write" | "update.write.last") =>
    may(me, "incident.acknowledge", incident) && (
      <button type="button" onClick={write}>
        {say(word)}
      </button>
    );
  const next = updates?.next;
  return (
    <>
      {next && (
        <Line kind={next.is_overdue ? "bad" : "info"} action={button("update.write")}>
          <strong>{say(next.is_overdue ? "update.overdue" : "update.next")}</strong> <Ago at={next.by} isDue />
          {" · "}
          {say(next.is_overdue ? "update.reminded" : "update.reminds", { name: next.reminds ?? incident.team.name })}
        </Line>
      )}
      {updates?.is_last_missing && (
        <Line kind="warn" action={button("update.write.last")}>
          {say("update.last.missing")}
        </Line>
      )}
      {page?.is_proposed && (
        <Line
          kind="info"
          action={
            me.permissions.includes("status_page.publish") && (
              <a class="button" href={href(`/status-page?publish=${incident.short_id}`)}>
                {say("incident.publish")}
              </a>
            )
          }
        >
          <strong>{say("update.page.silent")}</strong>{" "}
          {say("update.page.concerns", { names: page.components.map(({ name }) => name).join(", ") })}
        </Line>
      )}
    </>
  );
}

function Line({
  kind,
  action,
  children,
}: {
  kind: "info" | "warn" | "bad";
  action: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class={`banner ${kind}`} aria-label={say("update.title")}>
      <Icon of={MEGAPHONE} />
      <p>{children}</p>
      {action}
    </section>
  );
}
