import type { Self } from "../api/schema";
import { Icon } from "../shell/icon";
import { CHECKLIST } from "../shell/icons";
import { useRead } from "../shell/read";
import { href } from "../shell/router";
import { say } from "../words";
import { countOf, factsOf, nextOf, STEPS } from "./facts";

/** The next of the first steps, until all are done. */
export function NextStep({ me }: { me: Self }) {
  const { value: facts } = useRead("set-up", (signal) => factsOf(me, signal));
  const next = facts && nextOf(facts);
  if (facts === null || next === null) return null;
  return (
    <section class="banner info" aria-label={say("nav.setup")}>
      <Icon of={CHECKLIST} />
      <p>
        <strong>{say("first.count", { count: countOf(facts), all: STEPS.length })}</strong> {say(`first.${next}.next`)}
      </p>
      <a class="button" href={href("/setup")}>
        {say("first.go")}
      </a>
    </section>
  );
}
