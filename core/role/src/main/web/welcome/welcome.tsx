import { useState } from "preact/hooks";
import { call } from "../api/client";
import { takenCode } from "../shell/code";
import { Field, Form } from "../shell/form";
import { go } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";

/** Makes an account with the code of an invitation. */
export function Welcome() {
  const [code] = useState(takenCode);
  if (code === "") {
    return (
      <section class="narrow">
        <Title text={say("welcome.without")} />
        <p>{say("welcome.without.text")}</p>
      </section>
    );
  }
  return (
    <section class="narrow">
      <Title text={say("welcome.title")} />
      <p>{say("welcome.text")}</p>
      <Form
        go={say("welcome.go")}
        send={async (values) => {
          const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
          const { username } = await call("POST /auth/register", { body: { ...values, code, time_zone: zone } });
          go(`/login?made=${encodeURIComponent(username)}`, true);
        }}
      >
        <Field label={say("login.username")} name="username" autocomplete="username" autocapitalize="none" required />
        <Field label={say("welcome.email")} name="email" type="email" autocomplete="email" required />
        <Field label={say("login.password")} name="password" type="password" autocomplete="new-password" required />
      </Form>
    </section>
  );
}
