import { useState } from "preact/hooks";
import { call } from "../api/client";
import { logInAs, takenCode } from "../shell/code";
import { Field, Form } from "../shell/form";
import { go, href } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";

/** Chooses another password with the code of a mailed link. */
export function Reset() {
  const [code] = useState(takenCode);
  if (code === "") {
    return (
      <section class="narrow">
        <Title text={say("reset.without")} />
        <p>
          <a href={href("/forgotten")}>{say("reset.another")}</a>
        </p>
      </section>
    );
  }
  return (
    <section class="narrow">
      <Title text={say("reset.title")} />
      <p>{say("reset.text")}</p>
      <Form
        go={say("reset.go")}
        send={async ({ password }) => {
          go(logInAs("changed", await call("POST /auth/register", { body: { code, password } })), true);
        }}
      >
        <Field label={say("reset.password")} name="password" type="password" autocomplete="new-password" required />
      </Form>
      <p>
        <a href={href("/forgotten")}>{say("reset.another")}</a>
      </p>
    </section>
  );
}
