import { href } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";

/** There is no mail to whoever asks: an administrator makes the link. */
export function Forgotten() {
  return (
    <section class="narrow">
      <Title text={say("forgotten.title")} />
      <p>{say("forgotten.text")}</p>
      <p class="soft">{say("forgotten.admin")}</p>
      <p>
        <a href={href("/login")}>{say("forgotten.back")}</a>
      </p>
    </section>
  );
}
