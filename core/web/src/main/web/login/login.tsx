import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Challenge } from "../api/schema";
import { askWhoIsThere, sessionEnded } from "../session/session";
import { Field, Form } from "../shell/form";
import { go, href, place, safeNext } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";
import { SecondFactor } from "./second-factor";

async function enter(): Promise<void> {
  const next = safeNext(place().query.get("next"));
  await askWhoIsThere();
  go(next, true);
}

/** A name and a password, then the second factor where there is one. */
export function LogIn() {
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  if (challenge) return <SecondFactor challenge={challenge} done={enter} back={() => setChallenge(null)} />;
  const query = place().query;
  const made = query.get("made");
  const changed = query.get("changed");
  const send = async (values: Record<string, string>) => {
    const answer: Answer<"POST /auth/login"> = await call("POST /auth/login", { body: { ...values, cookie: true } });
    if ("challenge" in answer) setChallenge(answer);
    else await enter();
  };
  return (
    <section class="narrow">
      <Title text={say("login.title")} />
      {made && <p role="status">{say("welcome.done", { name: made })}</p>}
      {changed && <p role="status">{say("reset.done", { name: changed })}</p>}
      {query.has("next") && <p role="status">{say(sessionEnded() ? "login.ended" : "login.needed")}</p>}
      <Form go={say("login.go")} send={send}>
        <Field
          label={say("login.username")}
          name="username"
          autocomplete="username"
          autocapitalize="none"
          required
          defaultValue={made ?? changed ?? ""}
        />
        <Field label={say("login.password")} name="password" type="password" autocomplete="current-password" required />
        <Field
          label={say("login.tenant")}
          hint={say("login.tenant.hint")}
          name="tenant"
          autocomplete="organization"
          autocapitalize="none"
          defaultValue={query.get("tenant") ?? ""}
        />
      </Form>
      <p>
        <a href={href("/forgotten")}>{say("login.forgotten")}</a>
      </p>
    </section>
  );
}
