import { href } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";

export function Missing() {
  return (
    <section class="narrow">
      <Title text={say("missing.title")} />
      <p>{say("missing.text")}</p>
      <p>
        <a href={href("/incidents")}>{say("missing.home")}</a>
      </p>
    </section>
  );
}

/** A page that its reader may not use. */
export function Forbidden() {
  return (
    <section class="narrow">
      <Title text={say("forbidden.title")} />
      <p>{say("forbidden.text")}</p>
      <p>
        <a href={href("/incidents")}>{say("missing.home")}</a>
      </p>
    </section>
  );
}
